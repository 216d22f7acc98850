import { attributeSet, binding, nullValue } from "./build.js";
import type { Conversion } from "./conversion.js";
import { convert } from "./literal.js";
import type { Binding, Expression } from "./syntax.js";
import { textProblem } from "./text-problem.js";
import { asInherit, collapse } from "./tidy.js";
import { valueInWords } from "./value-in-words.js";
import { NP301, NP303, NP307 } from "../problems/codes/nix.js";

/**
 * A plain object as a set: properties that are undefined left out, names in the order of their
 * UTF-16 code units, which is the same on every machine.
 */
export function plainSetExpression(
  value: object,
  conversion: Conversion,
  importsFirst: boolean,
): Expression {
  const bindings: Binding[] = [];
  for (const name of sortedKeys(value, importsFirst)) {
    const inner = conversion.at(name);
    const problem = textProblem(name);
    if (problem !== undefined) {
      inner.report(NP303.name({ what: problem }, { atKey: true }));
      continue;
    }
    const property = readProperty(value, name, inner);
    if (property === undefined) continue;
    bindings.push(asInherit(collapse(binding(name, property)), false));
  }
  for (const symbol of Object.getOwnPropertySymbols(value)) {
    conversion.report(NP301.symbol({ name: String(symbol) }));
  }
  return attributeSet(bindings);
}

function sortedKeys(value: object, importsFirst: boolean): readonly string[] {
  // The default order compares code units.
  const keys = Object.keys(value).sort();
  if (!importsFirst || !keys.includes("imports")) return keys;
  return ["imports", ...keys.filter((key) => key !== "imports")];
}

function readProperty(value: object, name: string, inner: Conversion): Expression | undefined {
  let property: unknown;
  try {
    property = Reflect.get(value, name);
  } catch (thrown) {
    inner.report(NP307.failed({ reason: messageOf(thrown) }));
    return nullValue();
  }
  return property === undefined ? undefined : convert(property, inner);
}

/** What was thrown may have no text: a reference, say. */
function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  return typeof thrown === "string" ? thrown : valueInWords(thrown);
}
