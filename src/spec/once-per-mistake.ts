import type { Problem } from "../problems/problem.js";

/**
 * Leaves out what repeats another problem: a value that its option refuses (NP103) is often none of
 * Nix either (NP3xx).
 */
export function oncePerMistake(problems: readonly Problem[]): Problem[] {
  const key = ({ path }: Problem): string => JSON.stringify(path);
  const refused = new Set(problems.filter(({ code }) => code === "NP103").map(key));
  return problems.filter((one) => !one.code.startsWith("NP3") || !refused.has(key(one)));
}
