import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root, type Run } from "../../support/program.js";
import type { LabHost } from "./lab-host.js";

const place = "/opt/nixpawn";

/** A nixpkgs of the lab: the fixture, whose systems are those that can boot here. */
export const labNixpkgs = "/nix/var/nix/gcroots/lab/nixpkgs";

/** Makes each system of the fixture one of the lab's, named after the configuration's label. */
const bootable = `# A fixture: what boots in a lab host.
{ config, lib, ... }:
{
  config.system.build.toplevel = lib.mkForce (
    import ../../lab/system { label = "\${config.networking.hostName}-\${config.system.nixos.label}"; }
  );
}
`;

/** Installs Node and the program that was built here, and a nixpkgs. */
export async function installProgram(host: LabHost): Promise<void> {
  host.install(process.execPath, "/usr/local/bin/node");
  host.install(join(root, "dist"), `${place}/dist`);
  for (const one of ["package.json", "schemas", "templates", "nixos-modules"]) {
    host.install(join(root, one), `${place}/${one}`);
  }
  for (const one of ["esbuild", "@esbuild", "oxc-parser", "@oxc-parser"]) {
    host.install(join(root, "node_modules", one), `${place}/node_modules/${one}`);
  }
  const nixpkgs = mkdtempSync(join(tmpdir(), "nixpawn-lab-"));
  try {
    cpSync(join(root, "test/fixtures/nixpkgs"), nixpkgs, { recursive: true });
    const modules = join(nixpkgs, "nixos/modules");
    writeFileSync(join(modules, "bootable.nix"), bootable);
    writeFileSync(
      join(modules, "module-list.nix"),
      '{ imports = map (one: ./. + "/${one}") (builtins.filter (one: one != "module-list.nix") (builtins.attrNames (builtins.readDir ./.))); }\n',
    );
    host.install(nixpkgs, "/tmp/nixpkgs");
    // In the store, where nothing changes: only then is a result remembered.
    await host.sh(`
      mkdir /tmp/nixpkgs/lab
      cp -r /lab/system /lab/guest-tree-path /tmp/nixpkgs/lab/
      ln -s "$(nix-store --add /tmp/nixpkgs)" ${labNixpkgs}
      nix-store --realise --add-root ${labNixpkgs}-root "$(readlink ${labNixpkgs})" >/dev/null
      rm -r /tmp/nixpkgs`);
  } finally {
    rmSync(nixpkgs, { recursive: true });
  }
}

/** Runs the program in a lab host. */
export function nixpawn(host: LabHost, ...words: readonly string[]): Promise<Run> {
  return host.run("node", `${place}/dist/cli.js`, ...words);
}

/** The words with which a script of the lab host runs the program. */
export const program = `node ${place}/dist/cli.js`;

/** A config's folder in a lab host. */
export function writeConfig(host: LabHost, path: string, text: string): void {
  host.write(join(dirname(path), "node_modules/.keep"), "");
  host.write(path, text);
}
