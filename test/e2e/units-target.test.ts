import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { describeLab } from "./support/availability.js";
import { system } from "./support/containers.js";
import { LabHost } from "./support/lab-host.js";
import { installProgram, labNixpkgs, nixpawn, writeConfig } from "./support/program.js";

/** What the target "units" writes, on a host that had nothing of it. */
describeLab("the units target", () => {
  let host: LabHost;
  beforeAll(async () => {
    host = await LabHost.boot();
    await installProgram(host);
  });
  afterAll(async () => {
    await host.stop();
  });

  const generate = (...words: readonly string[]) =>
    nixpawn(
      host,
      "generate",
      "--config",
      "/srv/config",
      "--target",
      "units",
      "--root",
      "/",
      ...words,
    );

  function config(...specs: readonly string[]): void {
    writeConfig(
      host,
      "/srv/config/containers.ts",
      `import { defineContainers } from "nixpawn";\nexport default defineContainers({ ${specs.join(", ")} });\n`,
    );
  }

  test("without a unit nothing is created, and it is said what to do", async () => {
    const refused = await nixpawn(host, "create", "web", "--nixpkgs", labNixpkgs);
    expect(refused.exitCode).toBe(3);
    expect(refused.stderr).toContain("error NP713: this host has no `container@.service`");
    expect(refused.stderr).toContain("nixpawn generate --target units --root /");
    expect(
      await host.sh("ls /etc/nixos-containers /var/lib/nixos-containers 2>&1 || true"),
    ).not.toContain("web");
    // What is said is enough, without a config.
    const alone = await nixpawn(host, "generate", "--target", "units", "--root", "/");
    expect([alone.exitCode, alone.exitCode === 0 ? "" : alone.stderr]).toEqual([0, ""]);
    const made = await nixpawn(host, "create", "web", "--nixpkgs", labNixpkgs, "--start");
    expect([made.exitCode, made.exitCode === 0 ? "" : made.stderr]).toEqual([0, ""]);
    expect(await nixpawn(host, "destroy", "web", "--yes")).toMatchObject({ exitCode: 0 });
  });

  test("containers run from what it writes; it removes what it wrote, and nothing else", async () => {
    const network =
      'privateNetwork: true, hostAddress: "10.231.136.1", localAddress: "10.231.136.2", hostInterface: "c-foo"';
    const foo = `foo: { autoStart: true, path: "${system.one}", ${network}, bindMounts: { "/srv/a b": { hostPath: "/etc" } } }`;
    const tun = `tun: { autoStart: false, path: "${system.one}", enableTun: true, timeoutStartSec: "2min" }`;
    const own = `own: { autoStart: false, path: "${system.one}", privateUsers: "pick", privateNetwork: true, hostAddress: "10.231.137.1", localAddress: "10.231.137.2" }`;
    config(foo, tun, own);
    const first = await generate();
    expect([first.exitCode, first.exitCode === 0 ? "" : first.stderr]).toEqual([0, ""]);
    await host.sh(
      "systemctl daemon-reload; systemctl start container@foo container@tun container@own",
    );
    await host.sh("ping -c1 -W2 10.231.136.2; ip link show c-foo; ping -c1 -W2 10.231.137.2");
    const inside = async (name: string, script: string): Promise<string> => {
      const { exitCode, stdout, stderr } = await nixpawn(
        host,
        "run",
        name,
        "--",
        "/bin/sh",
        "-c",
        script,
      );
      if (exitCode !== 0) throw new Error(stderr);
      return stdout;
    };
    expect(await inside("foo", "test -e '/srv/a b/passwd' && ls /sys/class/net")).toBe("eth0\nlo");
    expect(await inside("tun", "ls /dev/net")).toBe("tun");
    expect(await host.sh("systemctl show container@tun -p TimeoutStartUSec --value")).toBe("2min");
    expect(await host.sh("systemctl show machines.target -p Wants --value")).toContain(
      "container@foo.service",
    );

    expect((await generate()).stderr).toContain("unchanged");
    await host.sh("echo mine >/etc/nixos-containers/mine.conf");
    config(foo);
    await generate();
    expect(await host.sh("ls /etc/nixos-containers")).toBe("foo.conf\nmine.conf");
    await host.sh(
      "systemctl stop container@foo container@tun container@own; rm /etc/nixos-containers/mine.conf",
    );
  });

  test("a container whose path is a profile of its own, set by nix-env", async () => {
    const profile = "/nix/var/nix/profiles/containers/foo";
    await host.sh(
      `mkdir -p ${profile.replace(/\/foo$/, "")}; nix-env --set -p ${profile} ${system.one}`,
    );
    config(`foo: { autoStart: true, path: "${profile}" }`);
    await generate();
    await host.sh("systemctl daemon-reload; systemctl start container@foo");
    const running = () =>
      nixpawn(host, "run", "foo", "--", "/usr/bin/readlink", "/run/current-system");
    expect((await running()).stdout).toBe(await host.sh(`readlink -f ${system.one}`));
    // Updated apart from the host, it is switched to by a reload.
    await host.sh(`nix-env --set -p ${profile} ${system.two}; systemctl reload container@foo`);
    expect((await running()).stdout).toBe(await host.sh(`readlink -f ${system.two}`));
    // Without a network of its own it has the host's devices, and no right to change them.
    const devices = await nixpawn(host, "run", "foo", "--", "/bin/ls", "/sys/class/net");
    expect(devices.stdout).toBe(await host.sh("ls /sys/class/net"));
    const change = await nixpawn(host, "run", "foo", "--", "/bin/ip", "link", "set", "lo", "down");
    expect(change.exitCode).not.toBe(0);
    await host.sh("systemctl stop container@foo");
  });
});
