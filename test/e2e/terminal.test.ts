import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { describeLab } from "./support/availability.js";
import { installContainers } from "./support/containers.js";
import { eventually } from "../support/eventually.js";
import { LabHost } from "./support/lab-host.js";
import { installProgram, labNixpkgs, nixpawn, program } from "./support/program.js";
import { keys, Terminal } from "./support/terminal.js";

/** The commands that differ where they are typed on a terminal. */
describeLab("the commands on a terminal", () => {
  let host: LabHost;
  beforeAll(async () => {
    host = await LabHost.boot();
    await installContainers(host);
    await installProgram(host);
    await host.sh(`${program} create web --nixpkgs ${labNixpkgs} --start`);
  });
  afterAll(async () => {
    await host.stop();
  });

  /** Types a command; what the terminal is set to before and after is compared at its end. */
  const typed = (command: string) =>
    new Terminal(
      host,
      `
      stty rows 33 cols 101
      before=$(stty -g)
      ${command}
      code=$?
      [[ $(stty -g) == "$before" ]] && echo "terminal as before"
      exit $code`,
    );

  /** Waits for the end of a command. @returns its exit code */
  async function left(terminal: Terminal): Promise<number | null> {
    const code = await terminal.ended();
    expect(terminal.shown).toContain("terminal as before");
    return code;
  }

  test("root-login: a shell, which `exit` and Ctrl-D leave", async () => {
    for (const end of [`exit${keys.enter}`, keys.end]) {
      const terminal = typed(`${program} root-login web`);
      await terminal.shows(/root@web:.*# /);
      terminal.type(`echo "I am $(id -un) on $(tty)"${keys.enter}`);
      await terminal.shows(/\nI am root on \/dev\/pts\/\d+/);
      await terminal.shows(/root@web:.*# /);
      terminal.type(`stty size${keys.enter}`);
      await terminal.shows("33 101");
      await terminal.shows(/root@web:.*# /);
      terminal.type(end);
      expect(await left(terminal)).toBe(0);
    }
  });

  test("login: a prompt, which machinectl's keys leave", async () => {
    const terminal = typed(`${program} login web`);
    await terminal.shows("web login: ");
    terminal.type(keys.leave);
    expect(await left(terminal)).toBe(0);
  });

  test("run: the command has the terminal, its size, its keys, and tells its exit code", async () => {
    const asked = typed(
      `${program} run web -- /bin/sh -c 'tty; stty size; read line; echo "<$line>"; exit 42'`,
    );
    await asked.shows(/\/dev\/pts\/\d+/);
    await asked.shows("33 101");
    asked.type(`some words${keys.enter}`);
    await asked.shows("<some words>");
    expect(await left(asked)).toBe(42);

    // Words are as they were typed, whatever is in them.
    const words = typed(`${program} run web -- /usr/bin/printf '<%s>' 'a b' '$HOME' '*' '' '%i'`);
    await words.shows("<a b><$HOME><*><><%i>");
    expect(await left(words)).toBe(0);

    // Another program has part of it.
    const piped = typed(`${program} run web -- tty | cat; exit \${PIPESTATUS[0]}`);
    await piped.shows("not a tty");
    expect(await piped.ended()).toBe(1);
    const typedOn = typed(
      `${program} run web -- /bin/sh -c 'echo told >/dev/stderr; ls -lL /proc/self/fd; read line; echo "<$line>"; exit 3' | cat; exit \${PIPESTATUS[0]}`,
    );
    await typedOn.shows(/^p.* 0\s+p.* 1\s+p.* 2\s/m);
    typedOn.type(`more words${keys.enter}`);
    await typedOn.shows("<more words>");
    expect(await typedOn.ended()).toBe(3);
    expect(typedOn.shown).toContain("told\n");
    // Nobody types, and it ends all the same; so it does when all that is read has been typed.
    const shown = typed(
      `echo given | ${program} run web -- /bin/sh -c 'cat; ls -lL /proc/self/fd; exit 4'`,
    );
    await shown.shows("given");
    await shown.shows(/^p.* 1\s+p.* 2\s/m);
    expect(await shown.ended()).toBe(4);
    const unread = typed(`${program} run web -- /bin/true | cat; exit \${PIPESTATUS[0]}`);
    expect(await unread.ended()).toBe(0);
    const ended = typed(`${program} run web -- cat | cat; exit \${PIPESTATUS[0]}`);
    ended.type(`last words${keys.enter}`);
    await ended.shows("last words");
    ended.type(keys.end);
    expect(await ended.ended()).toBe(0);
    expect(
      await host.sh(
        "ls /proc/$(machinectl show web --property=Leader --value)/root/run | grep nixpawn || true",
      ),
    ).toBe("");
  });

  test("run: Ctrl-C is the command's", async () => {
    const caught = typed(
      `${program} run web -- /bin/sh -c 'trap "echo caught; exit 7" INT; echo ready; while :; do sleep 0.1; done'`,
    );
    await caught.shows("ready");
    caught.type(keys.interrupt);
    await caught.shows("caught");
    expect(await left(caught)).toBe(7);

    const ended = typed(`${program} run web -- /bin/sh -c 'echo ready; exec sleep 1000'`);
    await ended.shows("ready");
    ended.type(keys.interrupt);
    expect(await left(ended)).toBe(128 + 2);
    expect((await host.run("pgrep", "-f", "sleep 1000")).exitCode).toBe(1);
  });

  test("run: Ctrl-C ends a command that has only part of the terminal", async () => {
    const piped = typed(`${program} run web -- /bin/sh -c 'echo ready; sleep 7777; :' | cat`);
    await piped.shows("ready");
    piped.type(keys.interrupt);
    expect(await piped.ended()).toBe(130);
    expect(await host.sh("pgrep --full '[s]leep 7777' || true")).toBe("");
  });

  test("run: machinectl's keys leave the command, which hangs up", async () => {
    const terminal = typed(`${program} run web -- /bin/sh -c 'echo ready; exec sleep 1001'`);
    await terminal.shows("ready");
    terminal.type(keys.leave);
    expect(await left(terminal)).toBe(128 + 1);
    await eventually(async () => (await host.run("pgrep", "-f", "sleep 1001")).exitCode === 1);
  });

  test("run: a container that stops under it", async () => {
    await host.sh(`${program} create short --nixpkgs ${labNixpkgs} --start`);
    const terminal = typed(`${program} run short -- /bin/sh -c 'echo ready; exec sleep 1002'`);
    await terminal.shows("ready");
    await host.sh(`${program} destroy --yes short`);
    await terminal.shows("was stopped before the command's end was known");
    expect(await left(terminal)).toBe(4);
  });

  describe("destroy asks", () => {
    const question = "Type web to remove it: ";

    const isThere = async () => {
      const { stdout } = await nixpawn(host, "status", "--json", "web");
      return (JSON.parse(stdout) as { containers: { state: string }[] }).containers[0]?.state;
    };

    test.each([
      ["n", `n${keys.enter}`, 2],
      ["y, which is not its name", `y${keys.enter}`, 2],
      ["nothing", keys.enter, 2],
      ["Ctrl-D", keys.end, 2],
      ["Ctrl-C", keys.interrupt, 130],
    ])("%s removes nothing", async (_, answer, exitCode) => {
      const terminal = typed(`${program} destroy web`);
      await terminal.shows(question);
      terminal.type(answer);
      expect(await left(terminal)).toBe(exitCode);
      expect(terminal.shown).toContain("the running container, which is stopped");
      expect(terminal.shown).toContain("/var/lib/nixos-containers/web with all that is in it");
      expect(terminal.shown).toContain("per-container/web (1 generation)");
      expect(terminal.shown).toContain("/etc/nixos-containers/web.conf");
      expect(await isThere()).toBe("active");
    });

    test("of several it wants their number", async () => {
      await host.sh(`${program} create other --nixpkgs ${labNixpkgs}`);
      const terminal = typed(`${program} destroy web other`);
      await terminal.shows("other: this removes");
      await terminal.shows("Type 2 to remove them: ");
      terminal.type(`web${keys.enter}`);
      expect(await left(terminal)).toBe(2);
      expect(await isThere()).toBe("active");
      await host.sh(`${program} destroy --yes other`);
    });

    test("without a terminal, or without one to answer on, it refuses", async () => {
      for (const words of [
        `${program} destroy web </dev/null`,
        `echo web | ${program} destroy web`,
      ]) {
        const terminal = typed(words);
        await terminal.shows("nothing was removed: there is no terminal to ask");
        expect(await left(terminal)).toBe(2);
      }
      expect(await isThere()).toBe("active");
    });

    test("its name removes it", async () => {
      const terminal = typed(`${program} destroy web`);
      await terminal.shows(question);
      terminal.type(`web${keys.enter}`);
      await terminal.shows("web: destroyed");
      expect(await left(terminal)).toBe(0);
      expect(await host.sh("ls /var/lib/nixos-containers /etc/nixos-containers")).not.toContain(
        "web",
      );
    });
  });
});
