import { readFileSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { packageName } from "./bundle-problems.js";
import { isNode, parseSource, type SyntaxNode } from "../origins/parse-typescript.js";

/** What a tsconfig.json says of imports, as far as it is read here. */
export interface Tsconfig {
  /** Files it extends, or would if they were there. */
  readonly bases: readonly string[];
  /** Where a specifier may lead, without its extension. */
  candidates(specifier: string): string[];
}

/** Reads a tsconfig.json; undefined when there is none, or it cannot be read. */
export function readTsconfig(file: string): Tsconfig | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
  // JSON with comments and trailing commas is an expression of JavaScript.
  const program = parseSource("tsconfig.js", `(${text.replace(/^\uFEFF/, "")}\n)`)?.program;
  const [statement] = (program?.body ?? []) as SyntaxNode[];
  const value = isNode(statement?.expression) ? valueOf(statement.expression) : undefined;
  const { extends: given, compilerOptions } = record(value);
  const { baseUrl, paths } = record(compilerOptions);
  const folder = dirname(file);
  const at = (path: string): string =>
    resolve(
      folder,
      path.replace(/^\$\{configDir\}/, () => folder),
    );
  const base = typeof baseUrl === "string" ? at(baseUrl) : undefined;
  return {
    bases: (Array.isArray(given) ? (given as unknown[]) : [given])
      .filter((one) => typeof one === "string")
      .flatMap((one) => basesOf(one, folder)),
    candidates: (specifier) => [
      ...(base === undefined ? [] : [join(base, specifier)]),
      ...Object.entries(record(paths)).flatMap(([pattern, targets]) =>
        matches(pattern, specifier).flatMap((part) =>
          (Array.isArray(targets) ? (targets as unknown[]) : [])
            .filter((one) => typeof one === "string")
            .map((one) => resolve(base ?? folder, at(one.replace("*", () => part)))),
        ),
      ),
    ],
  };
}

/** `extends` takes a path, with or without .json, or a package. */
function basesOf(given: string, folder: string): string[] {
  if (/^\.{0,2}\//.test(given) || isAbsolute(given)) {
    const path = resolve(folder, given);
    return [path, `${path}.json`];
  }
  const found: string[] = [];
  for (let one = folder; ; one = dirname(one)) {
    const path = join(one, "node_modules", given);
    found.push(path, `${path}.json`, join(path, "tsconfig.json"));
    found.push(join(one, "node_modules", packageName(given), "package.json"));
    if (one === dirname(one)) return found;
  }
}

/** What the star of a pattern stands for in a specifier; nothing when it does not match. */
function matches(pattern: string, specifier: string): string[] {
  const [before = "", after] = pattern.split("*", 2);
  if (after === undefined) return pattern === specifier ? [""] : [];
  const fits =
    specifier.length >= before.length + after.length &&
    specifier.startsWith(before) &&
    specifier.endsWith(after);
  return fits ? [specifier.slice(before.length, specifier.length - after.length)] : [];
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** The value of a literal; undefined for anything else. */
function valueOf(node: SyntaxNode): unknown {
  switch (node.type) {
    case "ParenthesizedExpression":
      return isNode(node.expression) ? valueOf(node.expression) : undefined;
    case "Literal":
      return node.value;
    case "ArrayExpression":
      return (node.elements as unknown[]).map((one) => (isNode(one) ? valueOf(one) : undefined));
    case "ObjectExpression":
      return Object.fromEntries(
        (node.properties as SyntaxNode[]).flatMap(({ key, value }) =>
          isNode(key) && isNode(value) ? [[String(key.value), valueOf(value)]] : [],
        ),
      );
    default:
      return undefined;
  }
}
