/** What every container needs. */
export const state = 'restartIfChanged: false, config: { system: { stateVersion: "26.05" } }';

/** A config file of these containers, as they stand in an object literal. */
export function configOf(containers: string, head = ""): string {
  return `import { defineContainers, file, lib, nix, pkgs } from "nixpawn";\n${head}export default defineContainers({ ${containers} });\n`;
}

/** A config without problems. */
export const goodConfig = configOf(`web: { autoStart: true, ${state} }`);

/** A config with a warning and no error. */
export const warningConfig = configOf(
  "web: { restartIfChanged: false, config: { services: { nginx: { enable: true } } } }",
);
