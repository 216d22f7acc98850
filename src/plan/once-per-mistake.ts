import type { Problem } from "../problems/problem.js";

/** Problems of a name that is not an option's. */
const misnames: ReadonlySet<string> = new Set(["NP102", "NP106", "NP107"]);

/** What says which system runs, in a hint. */
const ofSystem = /\bconfig\b|`(?:path|flake)`/;

/**
 * Leaves out what repeats another problem: a value that its option refuses (NP103) is often none of
 * Nix either (NP3xx), and what a warning says of the value around it is not known yet.
 * A container has no system (NP209) where that is written under a name that is wrong.
 */
export function oncePerMistake(problems: readonly Problem[]): Problem[] {
  const refused = problems.filter(({ code }) => code === "NP103");
  const exact = new Set(refused.map(({ path }) => JSON.stringify(path)));
  const around = new Set(
    refused.flatMap(({ path = [] }) =>
      path.map((_part, index) => JSON.stringify(path.slice(0, index))).slice(2),
    ),
  );
  const misnamed = new Set(
    problems
      .filter(({ code, hint = "" }) => misnames.has(code) && ofSystem.test(hint))
      .map(({ path }) => JSON.stringify(path?.slice(0, -1))),
  );
  return problems.filter(({ code, path, severity }) => {
    const key = JSON.stringify(path);
    if (code === "NP209") return !misnamed.has(key);
    if (code.startsWith("NP3")) return !exact.has(key);
    return severity !== "warning" || !around.has(key);
  });
}
