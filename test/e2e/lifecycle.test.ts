import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { describeLab } from "./support/availability.js";
import { Container, installContainers, system, type Definition } from "./support/containers.js";
import { eventually } from "../support/eventually.js";
import { LabHost } from "./support/lab-host.js";

/** How containers start, stop, reboot and fail, with the real systemd. */
describeLab("a container's life", () => {
  let host: LabHost;
  beforeAll(async () => {
    host = await LabHost.boot();
    await installContainers(host);
  });
  afterAll(async () => {
    await host.stop();
  });

  function defined(name: string, definition: Definition = {}): Promise<Container> {
    return new Container(host, name).define(definition);
  }

  const network = { PRIVATE_NETWORK: "1", HOST_ADDRESS: "10.0.0.1", LOCAL_ADDRESS: "10.0.0.2" };

  /** What there is of a container on the host: machine, interface, control group, processes. */
  function left({ name, unit }: Container): Promise<string> {
    return host.sh(`
      machinectl list --no-legend | grep -w '${name}' || true
      ip -o link | grep -e 've-${name}' -e np- || true
      find /sys/fs/cgroup -name '${unit}' -o -name 'machine-${name}.scope'
      pgrep -a systemd-nspawn | grep 'machine=${name} ' || true`);
  }

  /** Waits until a container runs with another first process than before. */
  async function rebooted(container: Container, before: string): Promise<void> {
    await eventually(async () => {
      const now = await container.leader();
      return now !== "" && now !== before && (await container.property("ActiveState")) === "active";
    });
  }

  async function down(container: Container): Promise<boolean> {
    return (await container.property("ActiveState")) === "inactive";
  }

  test("start returns when the container's systemd is ready", async () => {
    const script = "sleep 4; touch /run/slow-done";
    const container = await defined("slow", { marks: { "boot-script": script } });
    const begin = Date.now();
    await container.start();
    expect(Date.now() - begin).toBeGreaterThan(4000);
    await container.sh("test -e /run/slow-done");
    await container.remove();
  });

  test("the container's init has the environment that systemd-nspawn gives, and no more", async () => {
    const container = await (await defined("plain", { conf: network })).start();
    const names = (await container.sh("cut -d= -f1 /run/environment-of-init")).split("\n");
    expect(names).toEqual(expect.arrayContaining(["container", "NOTIFY_SOCKET"]));
    expect(names.filter((name) => /ADDRESS|INSTANCE|PRIVATE/.test(name))).toEqual([]);
    expect(await container.sh("grep ^PATH= /run/environment-of-init")).not.toContain("/nix/store");
    await container.remove();
    expect(await left(container)).toBe("");
  });

  test("a stop before the container's systemd runs is not lost", async () => {
    const container = await defined("early", {
      service: ["TimeoutStopSec=60s"],
      marks: { "slow-activation": "", orderly: "" },
    });
    await container.systemctl("start", "--no-block");
    await eventually(async () => {
      return (await host.run("test", "-e", `${container.root}/etc/lab/activating`)).exitCode === 0;
    });
    expect(await container.systemctl("stop")).toMatchObject({ exitCode: 0 });
    expect(await container.property("Result")).toBe("success");
    expect(await left(container)).toBe("");
    await container.remove();
  });

  test("a stop at any time of a start is heard", async () => {
    const container = await defined("hasty", { service: ["TimeoutStopSec=60s"], conf: network });
    for (let wait = 0; wait <= 240; wait += 15) {
      await container.systemctl("start", "--no-block");
      await delay(wait);
      await container.systemctl("stop");
      // A script that is ended by it counts as failed: "signal".
      expect(await container.property("Result")).not.toBe("timeout");
      expect(await left(container)).toBe("");
      await container.systemctl("reset-failed");
    }
    await container.remove();
  });

  test("a container that never gets ready fails in time and leaves nothing", async () => {
    const container = await defined("never", {
      conf: network,
      service: ["TimeoutStartSec=3s"],
      marks: { "boot-script": "sleep infinity", orderly: "" },
    });
    expect((await container.systemctl("start")).exitCode).not.toBe(0);
    expect(await container.property("Result")).toBe("timeout");
    expect(await left(container)).toBe("");
    // It was halted in good order, and is not tried again.
    await delay(1000);
    expect(await container.property("ActiveState")).toBe("failed");
    await container.remove();
  });

  test("a container that does not listen is killed in time and leaves nothing", async () => {
    const container = await defined("stuck", {
      conf: network,
      service: ["TimeoutStartSec=2s", "TimeoutStopSec=2s"],
      marks: { stuck: "" },
    });
    expect((await container.systemctl("start")).exitCode).not.toBe(0);
    expect(await left(container)).toBe("");
    await delay(1000);
    expect(await container.property("ActiveState")).toBe("failed");
    expect(await container.property("NRestarts")).toBe("0");
    await container.remove();
  });

  test("a conf file that names no system is not tried again", async () => {
    const wrong = { SYSTEM_PATH: "/nix/store/none" };
    const container = await defined("empty", { conf: wrong });
    expect((await container.systemctl("start")).exitCode).not.toBe(0);
    expect(await container.journal()).toContain("there is no system at /nix/store/none");
    expect(await container.property("ActiveState")).toBe("failed");
    await delay(500);
    expect(await container.property("NRestarts")).toBe("0");
    expect(await left(container)).toBe("");

    // Nor when it is found at a reboot.
    await container.define();
    await container.start();
    await container.define({ conf: wrong });
    await host.sh("machinectl reboot empty");
    await eventually(async () => (await container.property("ActiveState")) === "failed");
    await delay(500);
    expect(await container.property("NRestarts")).toBe("1");
    await container.remove();
  });

  test("a start of which nothing comes is tried again, but not for ever", async () => {
    const service = ["[Unit]", "StartLimitBurst=3"];
    const container = await defined("vain", { conf: { BIND: "/none" }, service });
    expect(await container.property("StartLimitIntervalUSec")).toBe("5min");
    expect((await container.systemctl("start")).exitCode).not.toBe(0);
    await eventually(async () => (await container.property("ActiveState")) === "failed");
    expect(await container.property("NRestarts")).toBe("3");
    expect(await left(container)).toBe("");
    await container.remove();
  });

  test.each([
    ["reboot inside", "systemd-run --machine=reboots systemctl reboot"],
    ["machinectl reboot", "machinectl reboot reboots"],
  ])("%s starts it again", async (_title, command) => {
    const container = await (await defined("reboots", { conf: network })).start();
    const before = await container.leader();
    await host.sh(command);
    await rebooted(container, before);
    await container.sh("ping -c 1 -W 2 10.0.0.1");
    await container.remove();
  });

  test.each([
    ["poweroff inside", "systemd-run --machine=off systemctl poweroff"],
    ["machinectl poweroff", "machinectl poweroff off"],
  ])("%s leaves it down", async (_title, command) => {
    const container = await (await defined("off", { marks: { orderly: "" } })).start();
    await host.sh(command);
    await eventually(() => down(container));
    await delay(1000);
    expect(await down(container)).toBe(true);
    expect(await container.property("Result")).toBe("success");
    expect(await host.sh(`cat ${container.root}/var/lib/orderly`)).toBe("stopped");
    await container.remove();
  });

  test("stop and restart, 20 times in a row, in good order", async () => {
    const container = await defined("often", { conf: network, marks: { orderly: "" } });
    await container.start();
    for (let turn = 0; turn < 20; turn++) {
      for (const verb of turn % 4 === 0 ? (["stop", "restart"] as const) : (["restart"] as const)) {
        expect((await container.systemctl(verb)).exitCode).toBe(0);
        expect(await container.property("Result")).toBe("success");
      }
    }
    expect(await container.property("NRestarts")).toBe("0");
    await container.systemctl("stop");
    expect(await host.sh(`wc -l <${container.root}/var/lib/orderly`)).toBe("21");
    expect(await container.journal()).not.toMatch(/status=9.KILL|Killing process \d/);
    await container.remove();
  });

  test("reload switches to the new system without a reboot", async () => {
    const container = await (await defined("reloads")).start();
    const leader = await container.leader();
    await container.define({ conf: { SYSTEM_PATH: system.two } });
    expect((await container.systemctl("reload")).exitCode).toBe(0);
    expect(await container.leader()).toBe(leader);
    const [one, two] = await Promise.all(
      [system.one, system.two].map((s) => host.sh(`readlink ${s}`)),
    );
    expect(await container.sh("readlink /run/current-system /run/booted-system")).toBe(
      `${two}\n${one}`,
    );
    expect(await container.journal()).toContain(`switching to ${two}: test`);
    await container.remove();
  });

  test("a reload that fails says so, with the switch's exit status, and the container goes on", async () => {
    const container = await defined("refuses", { marks: { "switch-fails": "" } });
    await container.start();
    expect((await container.systemctl("reload")).exitCode).not.toBe(0);
    expect(await container.property("ExecReload")).toMatch(/code=exited ; status=3 /);
    expect(await container.property("ActiveState")).toBe("active");
    await container.remove();
  });

  test("after SIGKILL of systemd-nspawn it starts again, by itself and by hand", async () => {
    const container = await (await defined("killed", { conf: network })).start();
    const before = await container.leader();
    await container.systemctl("kill", "--kill-whom=main", "--signal=KILL");
    await rebooted(container, before);
    await container.remove();

    await container.define({ conf: network, service: ["Restart=no"] });
    await container.start();
    await container.systemctl("kill", "--kill-whom=main", "--signal=KILL");
    await eventually(async () => (await container.property("ActiveState")) === "failed");
    expect(await left(container)).toBe("");
    await container.start();
    await container.sh("ping -c 1 -W 2 10.0.0.1");
    await container.remove();
  });
});
