import { isNixExpression } from "../nix/value.js";
import type { Plan } from "../plan/plan.js";

/**
 * What a switch does not touch: nixpkgs' own module restarts, reloads and starts only containers
 * with `autoStart` (nixos-containers.nix). Undefined where it reaches all.
 * @returns a line for people
 */
export function leftRunning({ settings, containers }: Plan): string | undefined {
  if (settings.target !== "containers") return undefined;
  const names = containers
    .filter(({ given: { autoStart } }) => autoStart !== true && !isNixExpression(autoStart))
    .map(({ name }) => name);
  if (names.length === 0) return undefined;
  return `left as they run, for want of \`autoStart\`: ${names.join(", ")}; \`nixpawn restart\` takes them to their new systems`;
}
