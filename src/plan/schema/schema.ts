import type { ErrorObject } from "ajv";
import { isNixExpression } from "../../nix/value.js";
import { nearest } from "../../problems/nearest.js";
import type { Problem, ValuePath } from "../../problems/problem.js";
import { expectation, shortly } from "./expectation.js";
import { contentsOf } from "../views/container-parts.js";
import { isPlainObject } from "../plain-object.js";
import { longForm } from "./short-forms.js";
import { isDotted, nested } from "../modules/nested-names.js";
import { replacementOf } from "./replaced-options.js";
import { alternatives, schemaAt, type Schema } from "./schema-walk.js";
import { validate } from "./validate-container.generated.js";

/** Checks every container's options against the schema; one problem a mistake, all of them. */
export function checkShape(containers: Readonly<Record<string, unknown>>): Problem[] {
  return Object.entries(containers).flatMap(([name, container]) => checkContainer(name, container));
}

function checkContainer(name: string, container: unknown): Problem[] {
  const { parts, strays } = contentsOf(container);
  return [
    ...strays.map(({ value, path }) => noContainer(name, value, path)),
    ...parts.flatMap(({ options, path }) =>
      validate(viewOf(options)) ? [] : problemsOf(validate.errors ?? [], name, options, path),
    ),
  ];
}

function noContainer(name: string, value: unknown, path: ValuePath): Problem {
  const what =
    path.length === 0 ? `container \`${name}\`` : `what \`${name}\` is under a condition`;
  const hint = isNixExpression(value)
    ? "for a condition write `lib.mkIf(condition, { … })`, with the options as an object"
    : typeof value === "function" && path.length > 0
      ? `make the whole a function: \`${keyText(name)}: ({ containers }) => lib.mkIf(condition, { … })\``
      : undefined;
  return {
    code: "NP101",
    severity: "error",
    message: `${what} must be an object of options, not ${shortly(value)}`,
    ...(hint === undefined ? {} : { hint }),
    path: [name, ...path],
  };
}

/** A name as it stands in an object of TypeScript. */
function keyText(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
}

/** The options as JSON Schema can see them: expressions marked, what Nix alone judges left out. */
function viewOf(container: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(container)
      .filter(([name, value]) => value !== undefined && name !== "config")
      .map(([name, value]) => [
        name,
        name === "specialArgs" && isPlainObject(value) ? {} : marked(value, 0),
      ]),
  );
}

/** A Nix expression as the schema knows it. */
const expression = { $nix: "" };

/** Deeper than any option; a circle ends there and is reported by the conversion to Nix. */
const deepest = 8;

function marked(value: unknown, depth: number): unknown {
  if (isNixExpression(value)) return expression;
  if (depth > deepest) return value;
  if (Array.isArray(value)) {
    // A gap in a list is a problem of its own (NP305); Array.from sees those never set, too.
    return Array.from(value, (item: unknown) =>
      item === undefined ? expression : marked(item, depth + 1),
    );
  }
  if (!isPlainObject(value)) return typeof value === "bigint" ? Number(value) : value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => [key, marked(inner, depth + 1)]),
  );
}

/** Of all definitions only that of an expression is a choice at its top. */
const expressionErrors = "#/anyOf/";

function problemsOf(
  errors: readonly ErrorObject[],
  name: string,
  container: Readonly<Record<string, unknown>>,
  before: ValuePath,
): Problem[] {
  const real = errors.filter(
    (one) =>
      !one.schemaPath.startsWith(expressionErrors) &&
      one.keyword !== "anyOf" &&
      one.keyword !== "$ref",
  );
  const inside = new Set(real.flatMap((one) => pathsAround(one.instancePath)));
  const problems = new Map<string, Problem>();
  for (const error of real) {
    const path = decode(error.instancePath, container);
    // A value that fails inside is not wrong as a whole.
    const structural = error.keyword === "additionalProperties" || error.keyword === "required";
    if (!structural && inside.has(error.instancePath)) continue;
    const problem = structural
      ? missingOrUnknown(error, name, path)
      : wrongValue(name, path, container);
    const [first = name, ...rest] = problem.path ?? [];
    const key = `${problem.code} ${rest.join("/")}`;
    if (!problems.has(key)) problems.set(key, { ...problem, path: [first, ...before, ...rest] });
  }
  return [...problems.values()];
}

/** The paths of all that a value is in. */
function pathsAround(pointer: string): string[] {
  const found: string[] = [];
  for (let end = pointer.lastIndexOf("/"); end >= 0; end = pointer.lastIndexOf("/", end - 1)) {
    found.push(pointer.slice(0, end));
    if (end === 0) break;
  }
  return found;
}

function missingOrUnknown(error: ErrorObject, name: string, path: ValuePath): Problem {
  const params = error.params as { additionalProperty?: string; missingProperty?: string };
  const where = path.length === 0 ? `container \`${name}\`` : `\`${inWords(path)}\``;
  if (params.missingProperty !== undefined) {
    return {
      code: "NP104",
      severity: "error",
      message: `${where} lacks \`${params.missingProperty}\``,
      path: [name, ...path, params.missingProperty],
    };
  }
  const option = params.additionalProperty ?? "";
  const at = { path: [name, ...path, option], atKey: true, severity: "error" } as const;
  const replacement = path.length === 0 ? replacementOf(option) : undefined;
  if (replacement !== undefined) return { ...at, ...replacement };
  const schema = schemaAt(path);
  const known =
    schema === undefined
      ? []
      : alternatives(schema).flatMap((one) => Object.keys(one.properties ?? {}));
  const guess = known.includes(isName(option)) ? isName(option) : nearest(option, known);
  const hint = isDotted(option)
    ? `write one object in another: ${nested(option)}`
    : guess === undefined
      ? undefined
      : `did you mean \`${guess}\`?`;
  return {
    ...at,
    code: "NP102",
    message: `${where} has no option \`${option}\``,
    ...(hint === undefined ? {} : { hint }),
  };
}

/** `readOnly` for `isReadOnly`. */
function isName(option: string): string {
  return `is${option.charAt(0).toUpperCase()}${option.slice(1)}`;
}

function wrongValue(name: string, path: ValuePath, container: unknown): Problem {
  const schema = schemaAt(path);
  const value = valueAt(container, path);
  const guess = schema === undefined ? undefined : nearestOf(schema, value);
  const hint =
    longForm(path, value) ??
    (guess === undefined ? undefined : `did you mean ${JSON.stringify(guess)}?`);
  return {
    code: "NP103",
    severity: "error",
    message: `\`${inWords(path)}\` must be ${schema === undefined ? "another value" : expectation(schema)}, not ${shortly(value)}`,
    path: [name, ...path],
    ...(hint === undefined ? {} : { hint }),
  };
}

/** The word of a list of words that was most likely meant: `net_admin` is `CAP_NET_ADMIN`. */
function nearestOf(schema: Schema, value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const words = alternatives(schema)
    .flatMap((one) => one.enum ?? [])
    .filter((one) => typeof one === "string");
  const plain = (word: string): string => word.toLowerCase().replace(/^cap_/, "");
  return words.find((word) => plain(word) === plain(value)) ?? nearest(value, words);
}

function valueAt(value: unknown, path: ValuePath): unknown {
  return path.reduce<unknown>(
    (inner, step) => (inner as Readonly<Record<string | number, unknown>> | undefined)?.[step],
    value,
  );
}

/** A JSON pointer as a path; items of lists become numbers. */
function decode(pointer: string, container: unknown): ValuePath {
  const path: (string | number)[] = [];
  for (const part of pointer.split("/").slice(1)) {
    const step = part.replace(/~1/g, "/").replace(/~0/g, "~");
    path.push(Array.isArray(valueAt(container, path)) ? Number(step) : step);
  }
  return path;
}

function inWords(path: ValuePath): string {
  return path
    .map((step, index) => {
      if (typeof step === "number") return `[${String(step)}]`;
      const text = /^[A-Za-z_][\w'-]*$/.test(step) ? step : JSON.stringify(step);
      return index === 0 ? text : `.${text}`;
    })
    .join("");
}
