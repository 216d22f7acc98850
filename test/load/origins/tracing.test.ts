import { describe, expect, test } from "@jest/globals";
import { compileFiles, compileText, fine, head } from "../../support/compile.js";

/** More ways for a wrong `tmpfs` (7, or items that are 7) to get into a config; shown at «. */
const ways: Readonly<Record<string, string>> = {
  "calls that overlap": `const wait = async (ms: number) => { await new Promise((go) => setTimeout(go, ms)); return {}; };
const make = async (n: string, ms: number) => ({ ${fine}, ...(await wait(ms)), ...(n === "b" ? {
  tmpfs: «7 } : { ephemeral: true }) });
const all = Object.fromEntries(await Promise.all([["a", 9], ["b", 1], ["c", 5]].map(async ([n, ms]) => [n, await make(n as string, ms as number)])));
export default defineContainers(all as any);`,
  "a literal that calls itself": `const nest = (n: number): any => ({ ...(n > 0 ? nest(n - 1) : { ${fine}, tmpfs: «7 }), ephemeral: n > 0 });
export default defineContainers({ web: nest(3) });`,
  "a literal after one that threw": `const risky = (n: number): any => ({ ${fine}, ...(n === 0 ? (() => { throw 1; })() : {}), tmpfs: «n });
try { risky(0); } catch {}
export default defineContainers({ web: risky(7) });`,
  reduce: `const names = ["a", "b"];
export default defineContainers(names.reduce((all, n) => ({ ...all, [n]: { ${fine}, ...(n === "b" ? { tmpfs: «7 } : {}) } }), {}) as any);`,
  "a class that builds": `class Builder { options: any = { ${fine} }; set(key: string, value: any) { this.options[key] = «value; return this; } }
export default defineContainers({ web: new Builder().set("tmpfs", 7).options });`,
  "a property that is assigned": `const web: any = { ${fine} };
web.tmpfs = [];
web.tmpfs[0] = «7;
export default defineContainers({ web });`,
  "an assignment after a spread": `const base: any = { tmpfs: 1, ${fine} };
const web = { ...base };
web.tmpfs = «7;
export default defineContainers({ web });`,
  "a spread over a property": `const last: any = { tmpfs: «7 };
export default defineContainers({ web: { tmpfs: [], ${fine}, ...last } });`,
  "a property over a spread": `const first: any = { tmpfs: [] };
export default defineContainers({ web: { ${fine}, ...first, tmpfs: «7 } as any });`,
  "a spread of what is not there": `const no = undefined as any;
export default defineContainers({ web: { ...no, ...null, ...(false as any), ${fine}, tmpfs: «7 } as any });`,
  "names that are numbers": `const [two, one] = [2, 1];
export default defineContainers({ [two]: { ${fine} }, [one]: { ${fine}, tmpfs: «7 } } as any);`,
  "a computed name that is also written": `const tmpfs = "tmpfs";
export default defineContainers({ web: { tmpfs: [], ${fine}, [tmpfs]: «7 } as any });`,
  "items that were pushed": `const tmpfs: any[] = «["/a"];
tmpfs.push(7);
export default defineContainers({ web: { ${fine}, tmpfs } });`,
  "items of a list that was filtered": `const mounts = [{ node: "/dev/a", modifier: "r" }, { node: "/dev/b", modifier: «"q" }, { node: "/dev/c", modifier: "r" }];
export default defineContainers({ web: { ${fine}, allowedDevices: mounts.filter((one) => one.node !== "/dev/a") } as any });`,
  "items between spreads": `const a = ["/a"], b = new Set(["/b", "/c"]);
export default defineContainers({ web: { ${fine}, tmpfs: [...a, ...b, "/d", «7, ...a] } as any });`,
  "a spread of a set": `const wrong = new Set<any>(["/b", 7]);
export default defineContainers({ web: { ${fine}, tmpfs: ["/a", «...wrong] } as any });`,
  "Object.assign onto another": `const web: any = { ${fine}, tmpfs: [] };
Object.assign(web, { ephemeral: true }, { tmpfs: «7 });
export default defineContainers({ web });`,
  "Object.fromEntries of entries": `const web = Object.fromEntries(Object.entries({ ${fine}, tmpfs: 7 }).map(([k, v]) => [k, «v]));
export default defineContainers({ web: web as any });`,
  "Object.fromEntries of a map": `const all = new Map([["web", { ${fine}, tmpfs: «7 }]]);
export default defineContainers(Object.fromEntries(all) as any);`,
  "a generator": `function* all(): any { yield ["a", { ${fine} }]; yield ["b", { ...{ ${fine} }, tmpfs: «7 }]; }
export default defineContainers(Object.fromEntries(all()));`,
  "defaults as an object": `export default defineContainers({ web: { ${fine} } }, { defaults: { tmpfs: «7 as any } });`,
  "defaults under a config that is a function": `export default defineContainers({ web: { autoStart: true, tmpfs: «7 as any, config: () => ({ system: { stateVersion: "26.05" } }) } }, { defaults: { config: { a: 1 } } });`,
  "a config of defaults beside another": `export default defineContainers({ web: { autoStart: true, config: () => ({ system: { stateVersion: "26.05" } }) } }, { defaults: { config: { a: «NaN } } });`,
  "another container's value": `export default defineContainers({ a: { ${fine}, timeoutStartSec: "5min" }, web: ({ containers }: any) => ({ ${fine}, tmpfs: «containers.a.timeoutStartSec }) } as any);`,
  "another container as a whole":
    `export default defineContainers({ a: { ${fine}, ephemeral: true }, web: ({ containers }: any) => ({ «...containers.a, ephemeral: "no" }) } as any);`.replace(
      '«...containers.a, ephemeral: "no"',
      '...containers.a, ephemeral: «"no"',
    ),
  "a fragment after others": `export default defineContainers({ web: { autoStart: true, config: { a: nix\`1\`, b: nix\`[ \${7} \${{ x: "}" }} ( «]\`, system: { stateVersion: "26.05" } } } });`,
  "a fragment of several lines": `export default defineContainers({ web: { autoStart: true, config: { a: nix\`{
    a = 1;
    b = \${"two" /* } */};
    c «c;
  }\`, system: { stateVersion: "26.05" } } } });`,
  "a type assertion": `export default defineContainers({ web: <any>{ ${fine}, tmpfs: «<any>7 } });`,
};

describe("the place of a value that came by", () => {
  test.each(Object.entries(ways))("%s", async (_name, source) => {
    const { problems, mark } = await compileText(head + source);
    expect(problems.map(([, where]) => where)).toEqual([mark]);
  });

  test("JavaScript, whose fragments the parser counts in another way", async () => {
    const { problems, mark } = await compileFiles({
      "containers.js": `${head}export default defineContainers({ web: { autoStart: true, config: { a: nix\`[ \${1} \${2} ( «]\`, system: { stateVersion: "26.05" } } } });`,
    });
    expect(problems).toEqual([["NP308", mark]]);
  });

  test("a JSON config", async () => {
    const { problems, mark } = await compileFiles({
      "containers.json": `\uFEFF{\n  "containers": {\n    "web": { "autoStart": true, "path": "/x", "__proto__": {},\t"tmpfs": [«7] }\n  }\n}`,
    });
    expect(problems).toEqual([
      ["NP102", expect.anything()],
      ["NP103", mark],
    ]);
  });

  test("JSON that is imported, with names that JavaScript has a use for", async () => {
    const { problems, mark } = await compileFiles({
      "containers.ts": `${head}import web from "./web.json";\nexport default defineContainers({ web: { ...web, default: undefined } as any });`,
      "web.json": `{ "autoStart": true, "path": "/x", "default": 1,\n  "tmpfs": [«7] }`,
    });
    expect(problems).toEqual([["NP103", mark]]);
  });

  test("a gap in a list, which has no place of its own", async () => {
    const { problems, mark } = await compileText(
      `${head}export default defineContainers({ web: { ${fine}, tmpfs: «["/a", , "/b"] } as any });`,
    );
    expect(problems).toEqual([["NP305", mark]]);
  });

  test("nothing that was recorded is the call of defineContainers", async () => {
    const { problems, mark } = await compileText(
      `${head}const all = JSON.parse('{ "web": { "autoStart": true, "path": "/x", "tmpfs": 7 } }');\nexport default «defineContainers(all);`,
    );
    expect(problems).toEqual([["NP103", mark]]);
  });
});

describe("what else there is to look at", () => {
  const relatedOf = async (source: string) => {
    const { result } = await compileText(head + source);
    return result.problems.map(({ related = [] }) =>
      related.map(({ message, place }) => [message, place.start.line, place.start.column]),
    );
  };

  test("the constant that a value names", async () => {
    expect(
      await relatedOf(
        `const port =\n  99999;\nexport default defineContainers({ web: { ${fine}, privateNetwork: true, forwardPorts: [{ hostPort: port }] } });`,
      ),
    ).toEqual([[["the value is written here", 3, 3]]]);
  });

  test("no constant where another has its name", async () => {
    expect(
      await relatedOf(
        `const port = 99999;\nconst make = (port: number) => ({ ${fine}, privateNetwork: true, forwardPorts: [{ hostPort: port }] });\nexport default defineContainers({ web: make(port) });`,
      ),
    ).toEqual([[["made by this call", 4, 40]]]);
  });

  test("the calls of the functions that made it, spreads or not", async () => {
    const make = `const one = (port: number) => ({ hostPort: port, ...{} });\nconst make = (port: number) => ({ ${fine}, ...{ privateNetwork: true }, forwardPorts: [...[one(port)]] });\n`;
    expect(
      await relatedOf(`${make}export default defineContainers({ web:\n  make(99999) });`),
    ).toEqual([
      [
        ["made by this call", 3, expect.anything()],
        ["made by this call", 5, 3],
      ],
    ]);
  });
});

test("thousands of containers in one file, one of them wrong", async () => {
  const containers = Array.from(
    { length: 3000 },
    (_, index) => `  c${index}: { ${fine}, ephemeral: ${index === 2999 ? "«7" : "true"} },`,
  );
  const { problems, mark } = await compileText(
    `${head}export default defineContainers({\n${containers.join("\n")}\n} as any);`,
  );
  expect(problems).toEqual([["NP103", mark]]);
});
