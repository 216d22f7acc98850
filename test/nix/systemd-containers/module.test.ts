import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { folderWith } from "../../support/program.js";
import { describeWithPath } from "../support/tools.js";
import { bundledModule, evaluateHost } from "./support/bundled-module.js";

const module = bundledModule();

/** A host with the container `web`: options as Nix. */
const host = (options = "", config = ""): string =>
  `{ lib, ... }: { systemd.containers.web = { config = { ${config} }; ${options} }; }`;

describeWithPath("nixpkgs-lib/lib")("systemd.containers", () => {
  test("is there once, imported from several places", async () => {
    const [one, other] = [bundledModule(), bundledModule()];
    const containers = `systemd.containers.web.config = { imports = [ ${other}/guest.nix ]; };`;
    const host = `{ imports = [ ${other} ${one} ]; ${containers} }`;
    const { failed, services, guests, programs } = await evaluateHost(host, one);
    expect(failed).toEqual([]);
    expect(Object.keys(services)).toEqual(["container@", "container@web"]);
    expect(programs).toEqual(["/package/run-in-netns"]);
    expect(guests.web).toMatchObject({
      systemd: { sockets: { login: { wantedBy: ["sockets.target"] } } },
    });
  });

  test("names the file of a wrong option in a container", async () => {
    const folder = folderWith({
      "web.nix": `{ systemd.containers.web.config = { services.openssh.enable = "yes"; }; }`,
    });
    const failure = evaluateHost(join(folder, "web.nix"), module);
    await expect(failure).rejects.toMatchObject({
      log: expect.stringContaining(`In \`${folder}/web.nix'`),
    });
  });

  test("is nothing on a host that has none", async () => {
    const expression = `{ systemd.services = { }; environment.etc = { }; environment.systemPackages = [ ]; networking.extraHosts = ""; networking.dhcpcd.denyInterfaces = [ ]; networking.networkmanager.unmanaged = [ ]; }`;
    const { services, conf, enableContainers } = await evaluateHost(expression, module);
    expect([services, conf, enableContainers]).toEqual([{}, {}, true]);
  });

  test("starts the template's instances by the same unit as any other", async () => {
    const { services } = await evaluateHost(host(), module);
    expect(Object.keys(services)).toEqual(["container@", "container@web"]);
    const template = services["container@"];
    expect(template?.serviceConfig).toMatchObject({
      Type: "notify",
      EnvironmentFile: "-/etc/nixos-containers/%i.conf",
      SyslogIdentifier: "container %i",
      Restart: "on-abort",
      RestartForceExitStatus: "1 133",
      SuccessExitStatus: "133",
      Slice: "machine.slice",
      Delegate: true,
      KillMode: "mixed",
      KillSignal: "SIGTERM",
      DevicePolicy: "closed",
    });
    expect(services["container@web"]?.serviceConfig).toEqual({
      ...template?.serviceConfig,
      DeviceAllow: [],
    });
  });

  test("gives a container's system its name, no DHCP, and two sockets for the host", async () => {
    const { guests } = await evaluateHost(host("", "services.openssh.enable = true;"), module);
    expect(guests.web).toMatchObject({
      boot: { isNspawnContainer: true },
      networking: { hostName: "web", useDHCP: false },
      services: { openssh: { enable: true } },
      systemd: {
        sockets: {
          login: {
            wantedBy: ["sockets.target"],
            socketConfig: { ListenStream: "/var/lib/login.socket", SocketMode: "0666" },
          },
          "root-shell": {
            wantedBy: ["sockets.target"],
            socketConfig: { ListenStream: "/var/lib/root-shell.socket", SocketMode: "0600" },
          },
        },
        services: {
          "login@": { serviceConfig: { ExecStart: expect.stringContaining("/bin/login,pty") } },
          "root-shell@": { serviceConfig: { ExecStart: "/package/bash/bin/bash --login" } },
        },
      },
      warnings: [],
    });
  });

  test("lets a container have DHCP and another name", async () => {
    const config = `networking.useDHCP = true; networking.hostName = "other";`;
    const { guests } = await evaluateHost(host("", config), module);
    expect(guests.web).toMatchObject({ networking: { hostName: "other", useDHCP: true } });
  });

  test("names the host's end after the container, in 15 characters, or as it is told", async () => {
    const pair = `privateNetwork = true; hostAddress = "10.0.0.1"; path = "/x";`;
    const { conf } = await evaluateHost(
      `{ systemd.containers = {
        foo = { ${pair} };
        thirteen-long = { ${pair} };
        fourteen-longs = { ${pair} };
        fourteen-long2 = { ${pair} };
        named = { ${pair} hostInterface = "wire"; };
        nspawn = { ${pair} hostInterface = null; };
        alone = { privateNetwork = true; path = "/x"; };
      }; }`,
      module,
    );
    const ends = Object.entries(conf).map(([file, text]): [string, string | undefined] => [
      file,
      /^HOST_INTERFACE=(.*)$/m.exec(text)?.[1],
    ]);
    expect(Object.fromEntries(ends)).toEqual({
      "foo.conf": "c-foo",
      "thirteen-long.conf": "c-thirteen-long",
      "fourteen-longs.conf": expect.stringMatching(/^c-fourteen-[0-9a-f]{4}$/),
      "fourteen-long2.conf": expect.stringMatching(/^c-fourteen-[0-9a-f]{4}$/),
      "named.conf": "wire",
      "nspawn.conf": undefined,
      "alone.conf": undefined,
    });
    expect(new Set(ends.map(([, end]) => end)).size).toBe(6);
  });

  test("restarts for what counts at the start, and reloads for another system", async () => {
    const triggersOf = async (options: string, config = "") => {
      const { services } = await evaluateHost(host(options, config), module);
      const { restartTriggers, reloadTriggers, restartIfChanged } =
        services["container@web"] ?? ({} as never);
      return { restartTriggers, reloadTriggers, restartIfChanged };
    };
    const before = await triggersOf("");
    const system = await triggersOf("", `system.stateVersion = "26.05";`);
    expect(system.restartTriggers).toEqual(before.restartTriggers);
    expect(system.reloadTriggers).not.toEqual(before.reloadTriggers);
    const start = await triggersOf(`tmpfs = [ "/tmp" ];`);
    expect(start.restartTriggers).not.toEqual(before.restartTriggers);
    expect(start.reloadTriggers).toEqual(before.reloadTriggers);
    expect(await triggersOf("autoStart = true;")).toEqual(before);
  });

  test("leaves a container alone that is not to restart: it is not reloaded either", async () => {
    const of = async (config: string) => {
      const { services } = await evaluateHost(host("restartIfChanged = false;", config), module);
      return services["container@web"];
    };
    const [before, after] = [await of(""), await of(`system.stateVersion = "26.05";`)];
    expect(before).toMatchObject({ restartIfChanged: false, reloadTriggers: [] });
    expect(after?.reloadTriggers).toEqual([]);
    // The unit changes: what a switch leaves alone, it tells of.
    expect(after?.restartTriggers).not.toEqual(before?.restartTriggers);
  });

  test("starts with the host what is to, and knows names and interfaces", async () => {
    const { services, hosts, denyInterfaces, unmanaged, programs } = await evaluateHost(
      `{ systemd.containers.web = {
        autoStart = true;
        privateNetwork = true;
        localAddress = "10.0.0.2/24";
        localAddress6 = "fc00::2";
        hostInterface = "wire";
        extraVeths.lan0 = { };
        path = "/x";
      }; }`,
      module,
    );
    expect(services["container@web"]?.wantedBy).toEqual(["machines.target"]);
    expect(hosts).toBe("10.0.0.2 web.containers\nfc00::2 web.containers\n");
    expect(denyInterfaces).toEqual(["c-*", "ve-*", "vb-*", "wire", "lan0"]);
    expect(unmanaged).toEqual(denyInterfaces.map((one) => `interface-name:${one}`));
    expect(programs).toEqual(["/package/run-in-netns"]);
  });

  test("takes the options of the host into account, and arguments for the modules", async () => {
    const { conf, guests } = await evaluateHost(
      `{ config, ... }: { systemd.containers = {
        a = { path = "/x"; tmpfs = [ "/\${config.systemd.containers.b.hostInterface}" ]; };
        b = { specialArgs.role = "db"; config = { role, ... }: { role = role; }; };
      }; }`,
      module,
    );
    expect(conf["a.conf"]).toContain("TMPFS=/c-b\n");
    expect(guests.b).toMatchObject({ role: "db" });
  });
});
