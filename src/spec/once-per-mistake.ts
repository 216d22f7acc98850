import type { Problem } from "../problems/problem.js";

/**
 * Leaves out what repeats another problem: a value that its option refuses (NP103) is often none of
 * Nix either (NP3xx), and what a warning says of the value around it is not known yet.
 */
export function oncePerMistake(problems: readonly Problem[]): Problem[] {
  const refused = problems.filter(({ code }) => code === "NP103");
  const exact = new Set(refused.map(({ path }) => JSON.stringify(path)));
  const around = new Set(
    refused.flatMap(({ path = [] }) =>
      path.map((_part, index) => JSON.stringify(path.slice(0, index))).slice(2),
    ),
  );
  return problems.filter(({ code, path, severity }) => {
    const key = JSON.stringify(path);
    if (code.startsWith("NP3")) return !exact.has(key);
    return severity !== "warning" || !around.has(key);
  });
}
