import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { evaluate } from "../../src/nix/program/evaluate.js";
import { storeVariables } from "../evaluate/support/private-store.js";
import { folderWith, root } from "../support/program.js";
import { describeWithPath } from "./support/tools.js";

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  readonly version: string;
};

/** The outputs, as Nix with flakes calls them, with a nixpkgs whose packages are what they are made from. */
const outputs = `
  let
    flake = import ${join(root, "flake.nix")};
    nixpkgs = {
      lib = import <nixpkgs-lib/lib>;
      legacyPackages.x86_64-linux = {
        buildNpmPackage = package: removeAttrs package [ "src" "meta" ];
        mkShellNoCC = { packages }: packages;
        nodejs = "nodejs"; git = "git"; nixfmt = "nixfmt"; shellcheck = "shellcheck"; zsh = "zsh";
        fish = "fish"; iproute2 = "iproute2"; mmdebstrap = "mmdebstrap";
        importNpmLock = { __functor = _self: { npmRoot }: toString npmRoot; npmConfigHook = "hook"; };
      };
    };
    self = flake.outputs { inherit self nixpkgs; };
  in {
    modules = builtins.mapAttrs (_name: toString) self.nixosModules;
    package = self.packages.x86_64-linux.default;
    systems = builtins.attrNames self.packages;
    checks = builtins.attrNames self.checks.x86_64-linux;
    shells = self.devShells.x86_64-linux;
  }`;

interface Outputs {
  readonly modules: Readonly<Record<string, string>>;
  readonly package: unknown;
  readonly systems: readonly string[];
  readonly checks: readonly string[];
  readonly shells: Readonly<Record<string, readonly string[]>>;
}

describeWithPath("nixpkgs-lib/lib")("the flake", () => {
  test("has the modules, the program and its checks", async () => {
    const found = await evaluate<Outputs>({ expression: outputs });
    expect(Object.keys(found.modules)).toEqual(["default", "guest", "systemd-containers"]);
    for (const path of Object.values(found.modules)) expect(existsSync(path)).toBe(true);
    expect(found.modules.default).toBe(found.modules["systemd-containers"]);
    expect(found.package).toEqual({
      pname: "nixpawn",
      version: manifest.version,
      npmDeps: root.replace(/\/$/, ""),
      npmConfigHook: "hook",
    });
    expect(found.systems).toEqual(["aarch64-linux", "x86_64-linux"]);
    expect(found.checks).toEqual(["host", "package"]);
    expect(found.shells.default).toEqual(expect.arrayContaining(["nodejs", "nixfmt", "git"]));
  });
});

const flakes = ["--extra-experimental-features", "nix-command flakes"];

/** `describe`, but skipped where Nix has no flakes, or no `lib` for one. */
function describeWithFlakes(): ReturnType<typeof describeWithPath> {
  const asked = spawnSync("nix", [...flakes, "eval", "--expr", "builtins ? getFlake"], {
    encoding: "utf8",
  });
  return asked.status === 0 && asked.stdout.trim() === "true"
    ? describeWithPath("nixpkgs-lib/flake.nix")
    : describe.skip;
}

/** The flake of a user, whose host imports the module by two of its names. */
const user = `{
  inputs.nixpawn.url = "path:/nowhere";
  inputs.nixpawn.inputs.nixpkgs.follows = "nixpkgs";
  inputs.nixpkgs.url = "path:/nowhere";
  outputs = { nixpawn, nixpkgs, ... }: {
    names = builtins.mapAttrs (_output: builtins.attrNames) {
      inherit (nixpawn) checks nixosModules packages;
      checksOfOne = nixpawn.checks.x86_64-linux;
    };
    host = import ./evaluate-host.nix {
      inherit (nixpkgs) lib;
      module = nixpawn.nixosModules.default;
      host = {
        imports = [ nixpawn.nixosModules.systemd-containers ];
        systemd.containers.web.path = "/x";
      };
    };
  };
}`;

describeWithFlakes()("the flake, by Nix's own evaluation of flakes", () => {
  /** What `nix eval` says, with nothing fetched, and no lock file but in memory. */
  function flakeOutput(attribute: string): unknown {
    const folder = folderWith({ "user/flake.nix": user });
    for (const file of ["evaluate-host.nix", "packages.nix"]) {
      cpSync(join(root, "test/nix/systemd-containers", file), join(folder, "user", file));
    }
    const own = join(folder, "nixpawn");
    mkdirSync(own);
    for (const file of ["flake.nix", "package.json", "nixos-modules"]) {
      cpSync(join(root, file), join(own, file), { recursive: true });
    }
    const asked = execFileSync("nix-instantiate", ["--eval", "-E", "toString <nixpkgs-lib>"], {
      encoding: "utf8",
    });
    const nixpkgs = realpathSync(JSON.parse(asked) as string);
    const output = execFileSync(
      "nix",
      [
        ...flakes,
        "eval",
        ...["--offline", "--json", "--no-write-lock-file"],
        ...["--override-input", "nixpkgs", `path:${nixpkgs}`],
        ...["--override-input", "nixpawn", `path:${own}`],
        `path:${join(folder, "user")}#${attribute}`,
      ],
      {
        encoding: "utf8",
        stdio: "pipe",
        env: { ...process.env, ...storeVariables(folder), XDG_CACHE_HOME: join(folder, "cache") },
      },
    );
    return JSON.parse(output);
  }

  test("has the same outputs", () => {
    expect(flakeOutput("names")).toEqual({
      checks: ["aarch64-linux", "x86_64-linux"],
      checksOfOne: ["host", "package"],
      nixosModules: ["default", "guest", "systemd-containers"],
      packages: ["aarch64-linux", "x86_64-linux"],
    });
  });

  test("gives a host the module, once", () => {
    expect(flakeOutput("host.conf")).toEqual({
      "web.conf": "SYSTEM_PATH=/x\nCOPY_RESOLV_CONF=1\nPRIVATE_USERS=no\n",
    });
    expect(flakeOutput("host.failed")).toEqual([]);
  });
});
