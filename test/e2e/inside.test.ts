import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { describeLab } from "./support/availability.js";
import { commandsOn } from "./support/commands.js";
import { installContainers } from "./support/containers.js";
import { eventually } from "../support/eventually.js";
import { LabHost } from "./support/lab-host.js";
import { installProgram, program } from "./support/program.js";

/** What is done and seen in a container that runs, with the real systemd and systemd-nspawn. */
describeLab("the commands in a container", () => {
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
      names=$(ls /etc/nixos-containers | sed -n 's/\\.conf$//p')
      [ -z "$names" ] || ${program} destroy --yes $names`);
  });

  const { create, done, run, statusOf } = commandsOn(() => host);

  test("a run that is ended ends its command in the container", async () => {
    await create("a", "--start");
    for (const signal of ["INT", "TERM", "HUP"]) {
      const code = await host.sh(`
        set -m
        ${program} run a -- /bin/sh -c 'sleep 7777; :' &
        until pgrep --exact --full 'sleep 7777' >/dev/null; do sleep 0.1; done
        kill -${signal} $!
        wait $! && echo 0 || echo $?`);
      expect([signal, Number(code) > 0]).toEqual([signal, true]);
      expect(await host.sh("pgrep --full '[s]leep 7777' || true")).toBe("");
    }
    await done("destroy", "a", "--yes");
  });

  test("run has the command's streams and exit code", async () => {
    await create("web", "--start");
    for (const code of [0, 1, 42, 255]) {
      const ended = await run(
        "run",
        "web",
        "--",
        "/bin/sh",
        "-c",
        `echo out; echo err >&2; exit ${String(code)}`,
      );
      expect(ended).toEqual({ exitCode: code, stdout: "out", stderr: "err" });
    }
    const killed = await run("run", "web", "--", "/bin/sh", "-c", "kill -9 $$");
    expect(killed.exitCode).toBe(128 + 9);
    const words = ["a b", "$HOME", "`x`", "*", "--", "", "'\"\\"];
    const said = await run("run", "web", "--", "/usr/bin/printf", "%s|", ...words);
    expect(said.stdout).toBe(words.map((word) => `${word}|`).join(""));
    // 100 MB through its standard input and output.
    const sums = await host.sh(`
      head -c 100000000 /dev/urandom >/tmp/big
      ${program} run web -- /bin/cat </tmp/big | sha256sum
      sha256sum </tmp/big
      rm /tmp/big`);
    const [one, other] = sums.split("\n");
    expect(one).toBe(other);
    // What runs does not keep it from stopping.
    const left = host.run(
      "node",
      "/opt/nixpawn/dist/cli.js",
      "run",
      "web",
      "--",
      "/bin/sleep",
      "1000",
    );
    await host.sh("until pgrep --exact --full '/bin/sleep 1000' >/dev/null; do sleep 0.1; done");
    await done("stop", "web");
    expect((await left).exitCode).not.toBe(0);
    const down = await run("run", "web", "--", "/bin/true");
    expect(down).toMatchObject({ exitCode: 4 });
    expect(down.stderr).toContain("error NP723: container `web` does not run");
    await done("destroy", "web", "--yes");
  });

  test("its journal, its shell, its login, its host key", async () => {
    await create("web", "--start");
    await done("run", "web", "--", "/bin/sh", "-c", "echo a line of mine | systemd-cat -t mine");
    await eventually(async () => (await done("logs", "web")).includes("a line of mine"));
    expect((await done("logs", "web", "--lines", "1")).split("\n").length).toBeLessThan(4);
    const shell = await host.sh(
      `echo 'echo "I am $(id -un) of $(hostname)"' | ${program} root-login web`,
    );
    expect(shell).toContain("I am root of web");
    expect(await run("show-host-key", "web")).toMatchObject({ exitCode: 4 });
    const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJx root@web";
    await done(
      "run",
      "web",
      "--",
      "/bin/sh",
      "-c",
      `mkdir -p /etc/ssh; echo '${key}' >/etc/ssh/ssh_host_ed25519_key.pub`,
    );
    expect(await done("show-host-key", "web")).toBe(key);
    await done("stop", "web");
    expect((await run("root-login", "web")).stderr).toContain("error NP723");
    expect(await done("logs", "web")).toContain("a line of mine");
    await done("destroy", "web", "--yes");
  });

  test("a journal is followed through restarts, until it is interrupted", async () => {
    await create("web", "--start");
    const line = (text: string) =>
      done("run", "web", "--", "/bin/sh", "-c", `echo ${text} | systemd-cat -t mine`);
    const shown = () => host.sh("cat /tmp/followed; cat /tmp/said >&2");
    await host.sh(`
      setsid bash -c '${program} logs web --follow >/tmp/followed 2>/tmp/said; echo $? >/tmp/code' \
        </dev/null >/dev/null 2>&1 &`);
    await line("of the first boot");
    await eventually(async () => (await shown()).includes("of the first boot"));
    await done("restart", "web");
    await line("of the second boot");
    await eventually(async () => (await shown()).includes("of the second boot"));
    await done("stop", "web");
    await done("start", "web");
    await line("of the third boot");
    await eventually(async () => (await shown()).includes("of the third boot"));
    await host.sh("pkill -INT --full 'dist/cli.js logs web --follow'");
    await eventually(async () => (await host.sh("cat /tmp/code 2>/dev/null || true")) === "130");
    expect(await host.sh("cat /tmp/said")).toBe("");
    await done("destroy", "web", "--yes");
    await host.sh("rm /tmp/followed /tmp/said /tmp/code");
  });

  test("a forgetful container's shell, key and journal are where it runs", async () => {
    await create("web", "--start");
    await done("stop", "web");
    await host.sh("echo EPHEMERAL=1 >>/etc/nixos-containers/web.conf");
    await done("start", "web");
    const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJx root@web";
    const script = `mkdir -p /etc/ssh; echo '${key}' >/etc/ssh/ssh_host_ed25519_key.pub; echo now | systemd-cat -t mine`;
    await done("run", "web", "--", "/bin/sh", "-c", script);
    expect(await done("show-host-key", "web")).toBe(key);
    await eventually(async () => / mine\[\d+\]: now$/m.test(await done("logs", "web")));
    await eventually(async () => {
      const login = await host.sh(`(sleep 1; echo) | timeout 5 ${program} login web || true`);
      return login.includes("login:");
    });
    await done("stop", "web");
    expect(await run("show-host-key", "web")).toMatchObject({ exitCode: 4 });
    await done("destroy", "web", "--yes");
  });

  test("the addresses that a container has, not those that it was to have", async () => {
    await host.sh("ip link add eno1 type veth peer name eno1-peer; ip link set eno1 up");
    await create("web", "--macvlan", "eno1", "--start");
    const shown = async () => [
      (await done("show-ip", "web")).trim(),
      (JSON.parse(await done("show-ip", "web", "--json")) as { addresses: string[] }).addresses,
      (await statusOf("web"))[0]?.addresses,
    ];
    expect(await shown()).toEqual(["10.233.1.2", ["10.233.1.2"], ["10.233.1.2"]]);
    const script = "ip address add 10.8.0.2/24 dev mv-eno1; ip link set mv-eno1 up";
    await done("run", "web", "--", "/bin/sh", "-c", script);
    const both = ["10.233.1.2", "10.8.0.2"];
    expect(await shown()).toEqual(["10.233.1.2", both, both]);
    // It was given another one since.
    await done("run", "web", "--", "/bin/sh", "-c", "ip address flush dev eth0");
    expect(await shown()).toEqual(["10.8.0.2", ["10.8.0.2"], ["10.8.0.2"]]);
    await done("stop", "web");
    expect(await shown()).toEqual(["10.233.1.2", ["10.233.1.2"], ["10.233.1.2"]]);
    // A macvlan alone takes the host's network away, too.
    await host.sh("sed -i '/_ADDRESS=/d; /^PRIVATE_NETWORK/d' /etc/nixos-containers/web.conf");
    expect((await run("show-ip", "web")).stderr).toContain("no address of container");
    await done("start", "web");
    await done("run", "web", "--", "/bin/sh", "-c", script);
    expect(await shown()).toEqual(["10.8.0.2", ["10.8.0.2"], ["10.8.0.2"]]);
    await done("destroy", "web", "--yes");
    await host.sh("ip link del eno1");
  });
});
