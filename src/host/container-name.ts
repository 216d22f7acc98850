import type { Problem } from "../problems/problem.js";
import { containerName } from "../plan/rules/names.js";

/**
 * What can be in the name of a container that is there already: nixos-container allows the
 * underscore, too. Nothing else ever becomes part of a path or the name of a unit.
 */
const possible = /^[A-Za-z0-9_-]{1,64}$/;

/** Whether a container can have this name. */
export function isPossibleName(name: string): boolean {
  return possible.test(name) && !name.startsWith("-");
}

/**
 * NP710 for a word that is no container's name; to be asked before anything is looked for by it.
 * @param isNew whether a container is to be made by that name, for which there are stricter rules
 */
export function nameProblems(name: string, isNew = false): Problem[] {
  if (!isPossibleName(name)) {
    const shown = JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name);
    return [problem(`${shown} is no name of a container`)];
  }
  if (!isNew) return [];
  return containerName(name, {}, "systemd.containers")
    .filter(({ severity }) => severity === "error")
    .map(({ message }) => problem(message));
}

function problem(message: string): Problem {
  return {
    code: "NP710",
    severity: "error",
    message,
    hint: "letters, digits and `-`, 64 at most",
  };
}
