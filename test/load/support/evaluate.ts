import { inspect, types } from "node:util";
import { transform } from "esbuild";
import { guardFunctions, guardGlobal } from "../../../src/authoring/operator-guard.js";
import { instrument } from "../../../src/load/origins/instrument.js";
import { KnownSite } from "../../../src/load/origins/known-site.js";
import { Origins } from "../../../src/load/origins/origins.js";
import { Recorder } from "../../../src/load/origins/recorder.js";
import { traceGlobal } from "../../../src/load/origins/sites.js";
import { SourceText } from "../../../src/problems/text-position.js";

/** What a program did: what it gave or threw, and what it told by the way. */
export interface Outcome {
  readonly result: string;
  readonly told: readonly string[];
}

/**
 * Runs a piece of TypeScript, the body of an async function that may call `tell(value)` to note what
 * it sees, and returns its value in words that show everything: kinds, order of keys, holes.
 */
export async function evaluate(source: string): Promise<Outcome> {
  return run(source, {});
}

/** The same with every literal, spread and assignment instrumented, and the origins that gives. */
export async function evaluateTraced(source: string): Promise<Outcome & { origins: Origins }> {
  const sites: KnownSite[] = [];
  const origins = new Origins();
  const head = "async () => {\n";
  const text = `${head}${source}\n}`;
  const made = instrument(
    "snippet.ts",
    text,
    (site) => sites.push(new KnownSite(site, "snippet.ts", new SourceText(text))) - 1,
  );
  if (made === undefined) throw new Error(`not instrumented: ${source}`);
  const body = made.slice(made.indexOf(head) + head.length, made.lastIndexOf("\n}"));
  const recorder = new Recorder(sites, [], origins).functions();
  return {
    ...(await run(body, { [traceGlobal]: recorder, [guardGlobal]: guardFunctions })),
    origins,
  };
}

async function run(source: string, globals: Readonly<Record<string, unknown>>): Promise<Outcome> {
  const told: string[] = [];
  const tell = <Value>(value: Value): Value => {
    told.push(show(value));
    return value;
  };
  const names = ["tell", ...Object.keys(globals)].join(", ");
  const { code } = await transform(`export const program = async (${names}) => {${source}\n};`, {
    loader: "ts",
    format: "esm",
    target: "node20",
    tsconfigRaw: { compilerOptions: { experimentalDecorators: false } },
  });
  const { program } = (await import(
    `data:text/javascript;base64,${Buffer.from(code).toString("base64")}`
  )) as { program: (...given: unknown[]) => Promise<unknown> };
  try {
    const value = await program(tell, ...Object.values(globals));
    return { result: show(value), told };
  } catch (error) {
    return { result: `threw ${show(error)}`, told };
  }
}

/** All there is to see of a value. */
function show(value: unknown): string {
  if (types.isNativeError(value)) {
    // V8 names what is no list or function by its text in the program, which is another one.
    const said = value.message.replace(/.* (is not (?:iterable|a function|a constructor)).*/, "$1");
    return `${value.name}: ${said}`;
  }
  return inspect(value, {
    depth: 12,
    showHidden: true,
    getters: false,
    maxArrayLength: 50,
    breakLength: Infinity,
    compact: true,
  });
}
