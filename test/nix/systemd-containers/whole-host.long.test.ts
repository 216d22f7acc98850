import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { evaluate } from "../../../src/nix/program/evaluate.js";
import { folderWith } from "../../support/program.js";
import { describeWithPath } from "../support/tools.js";
import { bundledModule } from "./support/bundled-module.js";

const module = bundledModule();

const containers = `{
  foo = {
    autoStart = true;
    privateNetwork = true;
    hostAddress = "10.231.136.1";
    localAddress = "10.231.136.2";
    forwardPorts = [ { hostPort = 2222; containerPort = 22; } ];
    enableTun = true;
    bindMounts."/a b".hostPath = "/50%";
    extraVeths.lan0.hostBridge = "br0";
    config = { services.openssh.enable = true; system.stateVersion = "18.03"; };
  };
  profile.path = "/nix/var/nix/profiles/containers/profile";
  elsewhere.flake = "github:example/web";
}`;

interface Host {
  readonly system: string;
  readonly guest: string;
  readonly conf: string;
  readonly unit: string;
  readonly template: string;
  readonly etc: readonly string[];
  readonly warnings: readonly string[];
  readonly alone: string;
}

/** The container's own system, evaluated with nothing around it. */
const alone = `(import <nixpkgs/nixos> { configuration = { lib, ... }: {
  imports = [ ${module}/guest.nix ];
  services.openssh.enable = true;
  system.stateVersion = "18.03";
  networking.hostName = "foo";
  networking.useDHCP = false;
}; }).system.drvPath`;

describeWithPath("nixpkgs/nixos")("a whole host of NixOS 18.03 with the module", () => {
  test("becomes a derivation", async () => {
    const folder = folderWith({});
    const file = join(folder, "host.nix");
    writeFileSync(
      file,
      `let
          host = import <nixpkgs/nixos> {
            configuration = {
              imports = [ ${module} ];
              boot.loader.grub.device = "nodev";
              fileSystems."/".device = "/dev/sda1";
              systemd.containers = ${containers};
            };
          };
          plain = builtins.unsafeDiscardStringContext;
        in {
          system = host.system.drvPath;
          guest = host.config.systemd.containers.foo.config.system.build.toplevel.drvPath;
          conf = plain host.config.environment.etc."nixos-containers/foo.conf".text;
          unit = plain host.config.systemd.units."container@foo.service".text;
          template = plain host.config.systemd.units."container@.service".text;
          etc = builtins.filter (name: builtins.match "nixos-containers/.*" name != null)
            (builtins.attrNames host.config.environment.etc);
          inherit (host.config) warnings;
          alone = ${alone};
        }`,
    );
    const host = await evaluate<Host>({ file });
    expect(host.system).toMatch(/^\/nix\/store\/.*-nixos-system-nixos-.*\.drv$/);
    // The same system as apart: `path` and `config` are two ways to one thing.
    expect(host.guest).toMatch(/-nixos-system-foo-.*\.drv$/);
    expect(host.guest).toBe(host.alone);
    expect(host.warnings).toEqual([]);
    expect(host.etc).toEqual(
      ["elsewhere", "foo", "profile"].map((name) => `nixos-containers/${name}.conf`),
    );
    expect(host.conf.replace(/^SYSTEM_PATH=.*-nixos-system-foo-.*$/m, "SYSTEM_PATH=…")).toBe(
      [
        "SYSTEM_PATH=…",
        "COPY_RESOLV_CONF=1",
        "PRIVATE_NETWORK=1",
        "HOST_PORT=tcp:2222:22",
        "HOST_ADDRESS=10.231.136.1",
        "LOCAL_ADDRESS=10.231.136.2",
        "HOST_INTERFACE=c-foo",
        "EXTRA_VETHS=lan0,HOST_BRIDGE=br0",
        "PRIVATE_USERS=no",
        "AUTO_START=1",
        'BIND_RO="/50%:/a\\\\x20b"',
        "CAPABILITIES=CAP_NET_ADMIN",
        "",
      ].join("\n"),
    );
    for (const line of [
      "EnvironmentFile=-/etc/nixos-containers/%i.conf",
      "Type=notify",
      "Delegate=true",
      "RestartForceExitStatus=1 133",
      "DevicePolicy=closed",
      'Environment="root=/var/lib/nixos-containers/%i"',
    ]) {
      expect(host.template.split("\n")).toContain(line);
      expect(host.unit.split("\n")).toContain(line);
    }
    expect(host.unit.split("\n")).toContain("DeviceAllow=/dev/net/tun rwm");
    expect(host.unit.split("\n")).toContain('RequiresMountsFor="/50%%"');
    expect(host.template).not.toContain("DeviceAllow");
  });

  const hostWith = (definitions: string): string => `(import <nixpkgs/nixos> { configuration = {
    boot.loader.grub.device = "nodev";
    fileSystems."/".device = "/dev/sda1";
    ${definitions}
  }; })`;

  test("says that nixpkgs' own containers have to move", async () => {
    const both = `imports = [ ${module} ]; systemd.containers.web.path = "/x";
        containers.foo.config = { };`;
    for (const more of ["", "boot.enableContainers = true;"]) {
      await expect(
        evaluate({ expression: `${hostWith(`${both} ${more}`)}.system.drvPath` }),
      ).rejects.toThrow("move containers.foo to systemd.containers");
    }
  });

  test("has the module once, from wherever it is imported; it names the file of a wrong option", async () => {
    const [one, other] = [bundledModule(), bundledModule()];
    const file = join(folderWith({}), "web.nix");
    const container = (config: string): string =>
      `{ systemd.containers.web.config = { imports = [ ${other}/guest.nix ]; ${config} }; }`;
    writeFileSync(file, container(`services.openssh.enable = "yes";`));
    const twice = (more: string): string => hostWith(`imports = [ ${one} ${other} ${more} ];`);
    const expression = `let
        host = ${twice(`(${container("")})`)}.config;
        guest = host.systemd.containers.web.config;
      in [
        (builtins.attrNames host.systemd.containers)
        guest.systemd.sockets.login.wantedBy
        (builtins.length (builtins.filter (one: one.name == "run-in-netns") host.environment.systemPackages))
      ]`;
    expect(await evaluate({ expression })).toEqual([["web"], ["sockets.target"], 1]);
    const wrong = `${twice(file)}.config.systemd.containers.web.config.services.openssh.enable`;
    await expect(evaluate({ expression: wrong })).rejects.toThrow(file);
  });

  test("refuses what does not fit, in plain words", async () => {
    const expression = `(import <nixpkgs/nixos> { configuration = {
        imports = [ ${module} ];
        boot.loader.grub.device = "nodev";
        fileSystems."/".device = "/dev/sda1";
        systemd.containers.a_b = { path = "/x"; hostAddress = "10.0.0.1"; };
      }; }).system.drvPath`;
    await expect(evaluate({ expression })).rejects.toThrow(
      /systemd\.containers\.a_b: a name has letters(.|\n)*hostAddress has no effect without/,
    );
  });
});
