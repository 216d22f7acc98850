import type { Expression } from "../../nix/syntax.js";

/** Functions of nixpkgs' `lib` and of Nix that give a list, by how many arguments they take. */
const listFunctions: ReadonlyMap<string, number> = new Map(
  Object.entries({
    1: "attrNames attrValues attrsToList concatLists flatten reverseList singleton toList unique",
    2: "catAttrs concat concatMap filter forEach genList imap0 imap1 map mapAttrsToList optional optionals remove sublist subtractLists take drop",
  }).flatMap(([count, names]) => names.split(" ").map((name) => [name, Number(count)] as const)),
);

/** Whether Nix surely gets a list of an expression, whatever its values are. */
export function givesList(expression: Expression): boolean {
  const { kind } = expression;
  if (kind === "list") return true;
  if (kind === "binary") return expression.operator === "++";
  if (kind === "let" || kind === "with" || kind === "assert") return givesList(expression.body);
  if (kind === "if") {
    return givesList(expression.consequence) && givesList(expression.alternative);
  }
  return kind === "call" && isCallOfList(expression, 0);
}

function isCallOfList(called: Expression, given: number): boolean {
  if (called.kind === "call") return isCallOfList(called.callee, given + called.arguments.length);
  if (called.kind === "identifier") return called.name === "map" && given === 2;
  if (called.kind !== "select" || called.fallback !== undefined) return false;
  const name = called.path.at(-1);
  const owner = called.path.length > 1 ? called.path.at(-2) : rootOf(called.target);
  const isLibrary = typeof owner === "string" && /^(?:lib|lists|attrsets|builtins)$/.test(owner);
  return isLibrary && typeof name === "string" && listFunctions.get(name) === given;
}

function rootOf(target: Expression): string | undefined {
  return target.kind === "identifier" ? target.name : undefined;
}
