import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { evaluate } from "../../../src/nix/program/evaluate.js";
import { root } from "../../support/program.js";
import { describeWithPath } from "../support/tools.js";
import { bundledModule } from "./support/bundled-module.js";

const module = bundledModule();
const evaluateHost = join(root, "test/nix/systemd-containers/evaluate-host.nix");

/** A container whose modules leave a trace each time that one is applied. */
const traced = (name: string): string =>
  `config = { pkgs, ... }: builtins.trace "config of ${name}" {
    imports = [ ({ ... }: builtins.trace "import of ${name}" { }) ];
    system.stateVersion = "18.03";
  };`;

/** The value of an expression, and the traces of the configurations in it. */
async function traces(expression: string): Promise<{ value: unknown; lines: string[] }> {
  const lines: string[] = [];
  const onLine = (line: string): void => {
    if (/trace: (?:config|import) of/.test(line)) lines.push(line.replace("trace: ", ""));
  };
  const value = await evaluate<unknown>({ expression }, { onLine });
  return { value, lines: lines.sort() };
}

const once = ["config of a", "config of b", "import of a", "import of b"];

describeWithPath("nixpkgs-lib/lib")("the spine of the evaluation", () => {
  test("needs no package: names, options, units, conf texts and assertions come without `pkgs`", async () => {
    const expression = `
      let
        host = import ${evaluateHost} {
          module = ${module};
          pkgs = throw "pkgs was looked at";
          host.systemd.containers.web = {
            path = "/x";
            privateNetwork = true;
            hostAddress = "10.0.0.1";
            localAddress = "10.0.0.2";
          };
        };
      in {
        inherit (host) conf failed warnings hosts unmanaged enableContainers;
        units = builtins.attrNames host.services;
        # But what is made of packages is.
        programs = (builtins.tryEval (builtins.deepSeq host.programs true)).success;
      }`;
    expect(await evaluate({ expression })).toEqual({
      conf: {
        "web.conf":
          "SYSTEM_PATH=/x\nCOPY_RESOLV_CONF=1\nPRIVATE_NETWORK=1\nHOST_ADDRESS=10.0.0.1\nLOCAL_ADDRESS=10.0.0.2\nHOST_INTERFACE=c-web\nPRIVATE_USERS=no\n",
      },
      failed: [],
      warnings: [],
      hosts: "10.0.0.2 web.containers\n",
      unmanaged: ["interface-name:c-*", "interface-name:ve-*", "interface-name:vb-*"],
      enableContainers: false,
      units: ["container@", "container@web"],
      programs: false,
    });
  });

  test("evaluates each container's system once, for all that is made of it", async () => {
    const host = `{ systemd.containers = {
      a = { ${traced("a")} autoStart = true; };
      b = { ${traced("b")} restartIfChanged = false; };
    }; }`;
    const { value, lines } = await traces(
      `let host = import ${evaluateHost} { module = ${module}; host = ${host}; };
      in builtins.deepSeq [ host.guests host.conf host.services host.failed host.warnings ] (builtins.attrNames host.conf)`,
    );
    expect(value).toEqual(["a.conf", "b.conf"]);
    expect(lines).toEqual(once);
  });

  test("evaluates no system to know of the containers, or of another one", async () => {
    const host = `{ systemd.containers = { a = { ${traced("a")} }; b = { ${traced("b")} }; }; }`;
    const { lines } = await traces(
      `let host = import ${evaluateHost} { module = ${module}; host = ${host}; };
      in [ (builtins.attrNames host.services) host.hosts host.unmanaged host.conf."a.conf" ]`,
    );
    expect(lines).toEqual(["config of a", "import of a"]);
  });
});

describeWithPath("nixpkgs/nixos")("a whole host of NixOS 18.03", () => {
  test("evaluates each container's system once", async () => {
    const { value, lines } = await traces(`(import <nixpkgs/nixos> { configuration = {
        imports = [ ${module} ];
        boot.loader.grub.device = "nodev";
        fileSystems."/".device = "/dev/sda1";
        systemd.containers = { a = { ${traced("a")} }; b = { ${traced("b")} }; };
      }; }).system.drvPath`);
    expect(value).toMatch(/\.drv$/);
    expect(lines).toEqual(once);
  });
});
