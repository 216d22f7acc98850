import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { describeLab } from "./support/availability.js";
import { commandsOn } from "./support/commands.js";
import { installContainers } from "./support/containers.js";
import { eventually } from "../support/eventually.js";
import { LabHost } from "./support/lab-host.js";
import { installProgram, labNixpkgs, program } from "./support/program.js";

/** The commands, with the real systemd, systemd-nspawn and Nix. */
describeLab("the commands on a host", () => {
  let host: LabHost;
  beforeAll(async () => {
    host = await LabHost.boot();
    await installContainers(host);
    await installProgram(host);
  });
  afterAll(async () => {
    await host.stop();
  });
  // What one test leaves behind when it fails is nothing to the next.
  afterEach(async () => {
    await host.sh(`
      umount -R /etc/nixos-containers /var/lib/nixos-containers/web /var/lib/nixos-containers/web/data 2>/dev/null || true
      names=$(ls /etc/nixos-containers | sed -n 's/\\.conf$//p')
      [ -z "$names" ] || ${program} destroy --yes $names`);
  });

  const { create, done, leader, run, statusOf, traces } = commandsOn(() => host);

  test("create database, update database, destroy database", async () => {
    const made = await create(
      "database",
      "--start",
      "--config-expr",
      "services.openssh.enable = true;",
    );
    expect([made.exitCode, made.exitCode === 0 ? "" : made.stderr]).toEqual([0, ""]);
    expect(await host.sh("ls /var/lib/nixos-containers/database/etc/nixos")).toBe(
      "configuration.nix",
    );
    expect(await statusOf("database")).toMatchObject([
      { state: "active", addresses: ["10.233.1.2"], generation: 1, drift: [] },
    ]);
    expect((await done("show-ip", "database")).trim()).toBe("10.233.1.2");
    await host.sh("ping -c1 -W2 10.233.1.2");
    const before = await leader("database");

    // After editing the configuration, update makes the changes take effect, without a reboot.
    const configuration = "/var/lib/nixos-containers/database/etc/nixos/configuration.nix";
    await host.sh(`sed -i 's/imports =/system.nixos.label = "new"; imports =/' ${configuration}`);
    const update = await run("update", "database", "--nixpkgs", labNixpkgs);
    expect(update.stderr).toContain("database: updated and reloaded");
    const [updated] = await statusOf("database");
    expect(updated?.generation).toBe(2);
    expect(updated?.runningSystem).toBe(updated?.system);
    expect(updated?.system).toMatch(/-database-new$/);
    expect(await leader("database")).toBe(before);

    expect((await run("rollback", "database")).stderr).toBe("database: back at generation 1");
    const [back] = await statusOf("database");
    expect([back?.generation, back?.runningSystem]).toEqual([1, back?.system]);
    expect(await leader("database")).toBe(before);
    const { generations } = JSON.parse(await done("generations", "database", "--json")) as {
      generations: { number: number; current: boolean }[];
    };
    expect(generations.map(({ number, current }) => [number, current])).toEqual([
      [1, true],
      [2, false],
    ]);

    const refused = await run("destroy", "database");
    expect(refused.stderr).toContain("the running container, which is stopped");
    expect(refused).toMatchObject({ exitCode: 2 });
    await done("destroy", "database", "--yes");
    expect(await traces()).toBe("");
  });

  test("from a file, and from a flake, of which update takes what is new", async () => {
    host.write("/srv/module.nix", '{ system.nixos.label = "of-file"; }\n');
    const made = await create("a", "--start", "--config", "/srv/module.nix");
    expect([made.exitCode, made.exitCode === 0 ? "" : made.stderr]).toEqual([0, ""]);
    expect((await statusOf("a"))[0]?.runningSystem).toMatch(/-a-of-file$/);

    await host.sh("mkdir /srv/flake; cp -r /lab/system /lab/guest-tree-path /srv/flake/");
    const platform = await host.sh("nix-instantiate --eval -E builtins.currentSystem");
    const flake = (label: string): void => {
      const system = `import ./system { label = "${label}"; system = ${platform}; }`;
      host.write(
        "/srv/flake/flake.nix",
        `{ outputs = _: { nixosConfigurations."a.b".config.system.build.toplevel = ${system}; }; }`,
      );
    };
    flake("of-flake");
    const given = ["--start", "--flake", "path:/srv/flake#a.b"];
    const second = await run("create", "b", ...given);
    expect([second.exitCode, second.exitCode === 0 ? "" : second.stderr]).toEqual([0, ""]);
    const before = await leader("b");
    expect((await statusOf("b"))[0]?.runningSystem).toMatch(/-of-flake$/);
    flake("new");
    await done("update", "b");
    expect((await statusOf("b"))[0]).toMatchObject({
      generation: 2,
      runningSystem: expect.stringMatching(/-new$/),
      drift: [],
    });
    expect(await leader("b")).toBe(before);
    await done("destroy", "a", "b", "--yes");
    await host.sh("rm -r /srv/flake /srv/module.nix");
  });

  test("jobs of one, of several, and of all", async () => {
    for (const name of ["a", "b", "c"]) await create(name);
    await done("start", "a", "b");
    expect((await statusOf()).map(({ name, state }) => [name, state])).toEqual([
      ["a", "active"],
      ["b", "active"],
      ["c", "inactive"],
    ]);
    const [before, other] = [await leader("a"), await leader("b")];
    await done("restart", "a");
    expect(await leader("a")).not.toBe(before);
    expect(await leader("b")).toBe(other);
    // Of all, those that run.
    for (const job of ["reload", "restart"]) {
      const ofAll = await run(job, "--all", "--verbose");
      expect(ofAll).toMatchObject({ exitCode: 0 });
      expect(ofAll.stderr.split("\n").sort()).toEqual([
        `a: ${job}ed`,
        `b: ${job}ed`,
        "c: passed over, it does not run",
      ]);
      if (job === "reload") expect(await leader("b")).toBe(other);
    }
    expect(await leader("b")).not.toBe(other);
    expect((await run("reload", "--all")).stderr).not.toContain("c: ");
    expect((await statusOf("c"))[0]?.state).toBe("inactive");
    expect((await run("reload", "c")).exitCode).toBe(4);
    await done("start", "--all");
    // Nothing that it could do about it keeps it alive, nor is it started again.
    await done("terminate", "c");
    expect((await statusOf("c"))[0]?.state).not.toBe("active");
    expect((await host.run("machinectl", "show", "c")).exitCode).not.toBe(0);
    expect((await run("terminate", "c")).stderr).toContain("error NP723");
    await done("start", "c");
    await done("terminate", "c");
    await done("stop", "--all");
    expect((await statusOf()).map(({ state }) => state)).not.toContain("active");
    await done("start", "a");
    await done("terminate", "--all");
    expect((await statusOf()).map(({ state }) => state)).not.toContain("active");
    // The others are done all the same.
    const mixed = await run("start", "a", "nobody", "b");
    expect(mixed).toMatchObject({ exitCode: 4 });
    expect(mixed.stderr).toContain("error NP717: there is no container `nobody`");
    expect((await statusOf("a", "b")).map(({ state }) => state)).toEqual(["active", "active"]);
    expect((await done("list")).split("\n")).toEqual(["a", "b", "c"]);
    await done("destroy", "a", "b", "c", "--yes");
    expect(await traces()).toBe("");
  });

  test("a container whose start fails and is tried again is ended; its unit's journal is shown", async () => {
    await create("web", "--bind", "/not/there:/srv");
    await host.sh("systemctl start --no-block container@web");
    // Between two tries there is no machine.
    await eventually(async () => {
      const { stdout } = await host.run("systemctl", "show", "container@web", "-p", "SubState");
      return stdout === "SubState=auto-restart";
    });
    const logs = await run("logs", "web");
    expect(logs.stderr).toBe(
      "web: it has no journal of its own; this is the host's journal of its unit",
    );
    expect(logs.stdout).toContain("/not/there");
    const ofUnit = await run("logs", "web", "--unit", "sshd");
    expect(ofUnit).toMatchObject({ exitCode: 4 });
    expect(ofUnit.stderr).toContain("hint: journalctl --unit container@web.service");
    await eventually(async () => {
      const { stdout } = await host.run("systemctl", "show", "container@web", "-p", "SubState");
      return stdout === "SubState=auto-restart";
    });
    await done("terminate", "web");
    const [web] = await statusOf("web");
    expect(["inactive", "failed"]).toContain(web?.state);
    const tries = () => host.sh("systemctl show container@web -p NRestarts,ActiveState");
    const before = await tries();
    await host.sh("sleep 1");
    expect(await tries()).toBe(before);
    expect((await run("terminate", "web")).stderr).toContain("error NP723");
    await done("destroy", "web", "--yes");
  });

  test("without privilege nothing is done, and it is said how", async () => {
    await create("web", "--start");
    const as = (...words: readonly string[]) =>
      host.run(
        "setpriv",
        "--reuid=65534",
        "--regid=65534",
        "--clear-groups",
        "node",
        "/opt/nixpawn/dist/cli.js",
        ...words,
      );
    for (const words of [
      ["create", "other", "--nixpkgs", labNixpkgs],
      ...["start", "stop", "restart", "reload", "terminate"].map((job) => [job, "web"]),
      ["destroy", "web", "--yes"],
      ["update", "web", "--nixpkgs", labNixpkgs],
    ]) {
      const refused = await as(...words);
      expect([words[0], refused.exitCode, refused.exitCode === 3 ? "" : refused.stderr]).toEqual([
        words[0],
        3,
        "",
      ]);
      expect(refused.stderr).toMatch(/error NP706: [^\n]*\n {2}hint: run the command as root/);
    }
    expect((await as("run", "web", "--", "/bin/true")).exitCode).not.toBe(0);
    expect(await statusOf("web")).toMatchObject([{ state: "active", generation: 1 }]);
    await done("destroy", "web", "--yes");
    expect(await traces()).toBe("");
  });

  test("nothing is started while another command changes it; a stop is not kept waiting", async () => {
    await create("web", "--start");
    // As a command holds it that builds for an hour: process and start (proc_pid_stat(5)).
    await host.sh(`
      setsid sleep 3600 >/dev/null 2>&1 &
      sleep 0.2
      echo -n "$! $(cut -d' ' -f22 /proc/$!/stat)" >/run/nixpawn/nixpawn-web.lock`);
    const before = await leader("web");
    const jobs = ["start", "restart", "reload"] as const;
    const busy = "error NP705: another nixpawn is changing container `web`";
    const [start, ...others] = await Promise.all(jobs.map((job) => run(job, "web")));
    for (const one of others) {
      expect(one).toMatchObject({ exitCode: 4, stderr: expect.stringContaining(busy) });
    }
    // Whoever it is starts it: that is waited for.
    expect(start?.stderr).toBe("web: started");
    expect(await leader("web")).toBe(before);
    expect((await run("stop", "web")).stderr).toBe("web: stopped");
    expect((await run("start", "web")).stderr).toContain(busy);
    expect((await statusOf("web"))[0]?.state).toBe("inactive");
    await host.sh("kill $(cut -d' ' -f1 /run/nixpawn/nixpawn-web.lock)");
    await done("start", "web");
    await done("terminate", "web");

    // Half of one that is being removed is not started either.
    host.write("/var/lib/nixpawn/unfinished/web.json", '{ "command": "destroy", "before": {} }');
    for (const job of jobs) expect((await run(job, "web")).stderr).toContain("error NP722");
    await done("destroy", "web", "--yes");
    expect(await traces()).toBe("");
  });

  test("a container that does not come up is told of, with its journal", async () => {
    await create("web", "--bind", "/not/there:/srv", "--timeout-start", "5s");
    const failed = await run("start", "web", "--verbose");
    expect(failed).toMatchObject({ exitCode: 4 });
    expect(failed.stderr).toContain("error NP714: container `web` could not be started");
    expect(failed.stderr).toContain("/not/there");
    await done("destroy", "web", "--yes");
    expect(await traces()).toBe("");
  });

  test("a start that systemd tries once more has not failed", async () => {
    await create("late", "--bind", "/late");
    const dropIns = "/etc/systemd/system/container@late.service.d";
    // The first run of systemd-nspawn finds nothing to bind.
    host.write(`${dropIns}/late.conf`, "[Service]\nExecStopPost=mkdir -p /late\n");
    await host.sh("systemctl daemon-reload");
    await done("start", "late");
    expect((await statusOf("late"))[0]?.state).toBe("active");
    await done("destroy", "late", "--yes");
    await host.sh(`rm -r /late ${dropIns}`);
  });

  test("a full disk leaves nothing half done", async () => {
    await host.sh(`
      mkdir -p /etc/nixos-containers
      mount -t tmpfs -o size=16k tmpfs /etc/nixos-containers
      head -c 100000 /dev/zero >/etc/nixos-containers/filler || true`);
    const failed = await create("web");
    expect(failed.exitCode).toBe(4);
    expect(failed.stderr).toContain("no space is left on the device");
    expect(await host.sh("ls /etc/nixos-containers")).toBe("filler");
    await host.sh("umount /etc/nixos-containers");
    expect(await traces()).toBe("");
  });

  test("what is mounted in a container's root is not removed", async () => {
    await create("web");
    await host.sh(`
      mkdir -p /data /var/lib/nixos-containers/web/data
      echo mine >/data/mine
      mount --bind /data /var/lib/nixos-containers/web/data`);
    const refused = await run("destroy", "web", "--yes");
    expect(refused).toMatchObject({ exitCode: 4 });
    expect(refused.stderr).toContain("error NP719");
    expect(await host.sh("cat /data/mine")).toBe("mine");
    await host.sh("umount /var/lib/nixos-containers/web/data");
    await done("destroy", "web", "--yes");
    expect(await host.sh("cat /data/mine")).toBe("mine");
  });

  test("a root that is mounted itself is not emptied, and its container is not stopped", async () => {
    const root = "/var/lib/nixos-containers/web";
    await create("web");
    await host.sh(`
      cp -a ${root} /data-of-web
      echo mine >/data-of-web/mine
      mount --bind /data-of-web ${root}
      mkdir "${root}/it's here"
      mount -t tmpfs tmpfs "${root}/it's here"`);
    await done("start", "web");
    const before = await leader("web");
    const refused = await run("destroy", "web", "--yes");
    expect(refused).toMatchObject({ exitCode: 4 });
    expect(refused.stderr).toContain("error NP719");
    expect(await leader("web")).toBe(before);
    expect(await host.sh("cat /data-of-web/mine")).toBe("mine");
    await done("stop", "web");
    const [, hint = "false"] = /hint: unmount it first: (.*)/.exec(refused.stderr) ?? [];
    await host.sh(hint);
    await done("destroy", "web", "--yes");
    expect(await host.sh("cat /data-of-web/mine")).toBe("mine");
    await host.sh("rm -r /data-of-web");
  });

  test("a macvlan by a flag; a firewall of its own; a reboot by the root shell's socket", async () => {
    await host.sh("ip link add eno1 type veth peer name eno1-peer; ip link set eno1 up");
    await create("web", "--macvlan", "eno1", "--start");
    expect(await host.sh("cat /etc/nixos-containers/web.conf")).toMatch(/^MACVLANS="?eno1"?$/m);
    const devices = await done("run", "web", "--", "/bin/ls", "/sys/class/net");
    expect(devices.split("\n")).toContain("mv-eno1");
    // CAP_NET_ADMIN is number 12 (capabilities(7)).
    const bits = await done(
      "run",
      "web",
      "--",
      "/bin/sed",
      "-n",
      "s/^CapEff:\t//p",
      "/proc/self/status",
    );
    expect(BigInt(`0x${bits.trim()}`) & (1n << 12n)).not.toBe(0n);
    const before = await leader("web");
    const socket = "/var/lib/nixos-containers/web/var/lib/root-shell.socket";
    await host.sh(`echo reboot | socat -t 2 - unix:${socket}`);
    await eventually(async () => {
      const [web] = await statusOf("web");
      const { stdout } = await host.run("machinectl", "show", "web", "-p", "Leader", "--value");
      return web?.state === "active" && stdout !== "" && stdout !== before;
    });
    // It may be booting still: a removal does not wait for it for long.
    await host.sh("machinectl reboot web; sleep 0.4");
    await done("destroy", "web", "--yes");
    await host.sh("ip link del eno1");
  });
});
