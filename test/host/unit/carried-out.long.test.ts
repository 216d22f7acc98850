import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { confKeys, ownKeys } from "../../../src/conf/keys.js";
import { carriedOut, isOwn } from "../../../src/host/unit/carried-out.js";
import type { HostUnit } from "../../../src/host/unit/host-unit-file.js";
import { describeWithPath } from "../../nix/support/tools.js";
import { folderWith, root as project } from "../../support/program.js";
import {
  everywhere,
  ofNewNixos,
  ofOldNixos,
  unitOf,
  written,
  type UnitScripts,
} from "../support/units.js";

/** The keys of a conf file that a unit carries out, sorted. */
function keysOf(unit: HostUnit): string[] {
  return [...carriedOut(unit).keys].filter((key) => Object.hasOwn(confKeys, key)).sort();
}

function unitWith(scripts: UnitScripts, head?: string): HostUnit {
  return unitOf(written(scripts, head), Object.keys(scripts));
}

const newer = [
  "COPY_RESOLV_CONF",
  "FLAKE",
  "LOCAL_MAC_ADDRESS",
  "NETWORK_NAMESPACE_PATH",
  "PRIVATE_USERS",
];

test.each(["#!/bin/sh -e\n", "#! /nix/store/0-bash/bin/bash -e\n", "#!/usr/bin/env bash\n"])(
  "of NixOS as it was, and as it is, with %j",
  (head) => {
    expect(keysOf(unitWith(ofOldNixos, head))).toEqual([...everywhere].sort());
    expect(keysOf(unitWith(ofNewNixos, head))).toEqual([...everywhere, ...newer].sort());
  },
);

test("no unit of NixOS knows what is nixpawn's own", () => {
  const keys = keysOf(unitWith(ofNewNixos));
  expect(keys.filter((key) => ownKeys.has(key))).toEqual([]);
});

test("a unit that starts systemd-nspawn itself, or a shell with a text", () => {
  const unit = (line: string): HostUnit => ({
    ...unitOf("/none", []),
    commands: [{ kind: "ExecStart", program: line.split(" ")[0] ?? "", line }],
  });
  const nspawn = unit("/usr/bin/systemd-nspawn -M %i --private-users=${PRIVATE_USERS} --x=$BIND");
  expect([keysOf(nspawn), carriedOut(nspawn).obscure]).toEqual([["BIND", "PRIVATE_USERS"], []]);
  const shell = unit("/bin/sh -c exec systemd-nspawn --port=$HOST_PORT --setenv=BIND=$BIND");
  expect([keysOf(shell), [...carriedOut(shell).perhaps]]).toEqual([["HOST_PORT"], ["BIND"]]);
});

test("what cannot be looked into is not known", () => {
  const folder = folderWith({ "start.pl": '#!/usr/bin/perl\nexec "x", $ENV{PRIVATE_USERS};\n' });
  const program = (path: string): HostUnit => ({
    ...unitOf("/none", []),
    commands: [{ kind: "ExecStart", program: path, line: `${path} %i` }],
  });
  expect(carriedOut(program("/nowhere/start")).obscure).toEqual(["/nowhere/start"]);
  expect(carriedOut(program(process.execPath)).obscure).toEqual([process.execPath]);
  expect(carriedOut(unitOf("/none", [])).obscure).toEqual(["ExecStart="]);
  const perl = carriedOut(program(join(folder, "start.pl")));
  expect([[...perl.keys], perl.obscure]).toEqual([["PRIVATE_USERS"], []]);
  // A pipe would never end, and a folder is no script.
  execFileSync("mkfifo", [join(folder, "pipe")]);
  expect(carriedOut(program(join(folder, "pipe"))).obscure).toHaveLength(1);
  expect(carriedOut(program(folder)).obscure).toHaveLength(1);
});

test("scripts that lead to each other, and to programs, are read once", () => {
  const folder = folderWith({});
  const script = (name: string, text: string): void => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}`);
    chmodSync(join(folder, name), 0o755);
  };
  script("start", `. ${folder}/lib; exec ${folder}/next`);
  script("next", `[ -n "$BIND" ]; exec ${folder}/start "\${0%/*}/beside" /bin/ls`);
  script("beside", "run $TMPFS");
  writeFileSync(join(folder, "lib"), "run $HOST_PORT\n");
  writeFileSync(join(folder, "data"), "run $EPHEMERAL\n");
  symlinkSync("start", join(folder, "loop"));
  expect(keysOf(unitOf(folder, ["start"]))).toEqual(["BIND", "HOST_PORT", "TMPFS"]);
});

describe("nixpawn's own", () => {
  const scripts = join(project, "nixos-modules/systemd-containers/scripts");
  const text = `[Unit]\nX-Nixpawn=1\n[Service]\nExecStart="${scripts}/start"\n`;

  test("says so itself; another in its place does not", () => {
    const unit = unitOf(scripts, ["start"], text);
    expect([isOwn(unit), keysOf(unit)]).toEqual([true, Object.keys(confKeys).sort()]);
    // A drop-in has put another command there.
    const old = unitWith(ofOldNixos);
    expect(isOwn({ ...old, text })).toBe(false);
    expect(keysOf({ ...old, text })).not.toContain("PRIVATE_USERS");
  });

  test("its scripts read every key, wherever they are", () => {
    const names = ["pre-start", "start", "post-start", "reload"];
    const keys = Object.keys(confKeys).filter((key) => key !== "AUTO_START");
    const found = keysOf(unitOf(scripts, names));
    expect(keys.filter((key) => !found.includes(key))).toEqual([]);
  });
});

describe("below the root of a host that is staged", () => {
  test("its files are read there, and links do not lead out", () => {
    const root = folderWith({});
    mkdirSync(join(root, "bin"));
    const folder = written(ofNewNixos);
    copyFileSync(join(folder, "start"), join(root, "bin/start"));
    symlinkSync(join(folder, "start"), join(root, "bin/out"));
    const unit = (program: string): HostUnit => ({
      ...unitOf("/bin", []),
      commands: [{ kind: "ExecStart", program, line: program }],
      root,
    });
    expect(keysOf(unit("/bin/start"))).toContain("PRIVATE_USERS");
    expect(carriedOut(unit("/bin/out")).obscure).toEqual(["/bin/out"]);
  });
});

/** The scripts of the real unit, as NixOS evaluates them. */
function realScripts(nixpkgs: string): UnitScripts {
  const source = `
    let
      nixos = import <${nixpkgs}/nixos> {
        configuration = { fileSystems."/".device = "x"; boot.loader.grub.enable = false; };
      };
      unit = nixos.config.systemd.services."container@";
    in {
      pre-start = unit.preStart;
      start = unit.script;
      post-start = unit.postStart;
    }`;
  const json = execFileSync("nix-instantiate", ["--eval", "--strict", "--json", "-E", source], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return JSON.parse(json) as UnitScripts;
}

const notOfTheOld = [
  "PRIVATE_USERS",
  "NETWORK_NAMESPACE_PATH",
  "LOCAL_MAC_ADDRESS",
  "COPY_RESOLV_CONF",
  ...ownKeys,
];

describeWithPath("nixpkgs-2105/nixos")("the real unit of NixOS 21.05", () => {
  test("knows neither users, namespaces, MAC addresses nor resolv.conf", () => {
    const keys = keysOf(unitWith(realScripts("nixpkgs-2105"), "#! /bin/bash -e\n"));
    expect(keys).toEqual([...everywhere].sort());
    expect(keys.filter((key) => notOfTheOld.includes(key))).toEqual([]);
  });
});

describeWithPath("nixpkgs/nixos")("the real unit of <nixpkgs>", () => {
  test("knows what each NixOS does, and nothing that is nixpawn's own", () => {
    const keys = keysOf(unitWith(realScripts("nixpkgs"), "#! /bin/bash -e\n"));
    expect(keys).toEqual(expect.arrayContaining(everywhere));
    expect(keys.filter((key) => ownKeys.has(key))).toEqual([]);
  });
});
