import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import * as actualLayout from "../../../src/host/layout.js";
import { hostWith } from "../../host/support/hosts.js";
import { stubProgram, type StubProgram } from "../../support/stub-program.js";

const count = 50;
const names = Array.from({ length: count }, (_, index) => `c${String(index + 1).padStart(2, "0")}`);
const own = "PRIVATE_NETWORK=1\nHOST_ADDRESS=10.0.0.1\nLOCAL_ADDRESS=10.0.0.2\n";

/** A host that runs, and has its files elsewhere. */
const layout = {
  ...hostWith({ confs: Object.fromEntries(names.map((name) => [name, own])) }),
  root: "/",
};
jest.unstable_mockModule("../../../src/host/layout.js", () => ({
  ...actualLayout,
  hostLayout: () => layout,
}));
const { list, status } = await import("../../../src/cli/container/list.js");
const { containerJobs } = await import("../../../src/cli/container/jobs.js");
const { logs } = await import("../../../src/cli/container/logs.js");
const { run, showHostKey, showIp } = await import("../../../src/cli/container/inside.js");

const json = { format: "json", strict: false, color: false, verbose: false } as const;
const human = { ...json, format: "human" } as const;

/** Its `show` says of each unit that it is asked for that it runs; else it does what the test says. */
const systemctl = (script: string) => `
case " $* " in *" show "*)
  shift $(($# > 2 ? 2 : 0))
  for unit in "$@"; do
    case $unit in container@*)
      printf 'Id=%s\\nLoadState=loaded\\nActiveState=active\\nMainPID=0\\nInvocationID=ab\\nActiveEnterTimestampMonotonic=1\\n\\n' "$unit"
    esac
  done
  exit 0
esac
${script}`;

const machinectl = `
case $1 in
  show) echo Leader=${String(process.pid)} ;;
  list) printf '[' && for one in ${names.slice(1).join(" ")}; do
      printf '{"machine":"%s","addresses":"10.1.0.2\\\\nfe80::1"},' $one
    done && echo '{"machine":"c01","addresses":null}]' ;;
esac`;

describe(`of ${String(count)} containers`, () => {
  const path = process.env.PATH;
  const isTTY = process.stdin.isTTY;
  let programs: ReadonlyMap<string, StubProgram>;
  let printed: string;

  function stubs(onSystemctl = ""): void {
    const scripts = {
      systemctl: systemctl(onSystemctl),
      machinectl,
      busctl: `echo '{"data":[[[2,[10,2,0,2]]]]}'`,
      "systemd-run": "exit 0",
      journalctl: "exit 0",
    };
    process.env.PATH = path;
    programs = new Map(
      Object.entries(scripts).map(([name, script]) => {
        const program = stubProgram(name, script);
        process.env.PATH = program.path;
        return [name, program];
      }),
    );
  }

  beforeEach(() => {
    process.stdin.isTTY = false;
    printed = "";
    stubs();
    for (const stream of [process.stdout, process.stderr]) {
      jest.spyOn(stream, "write").mockImplementation((text, ...rest: readonly unknown[]) => {
        printed += String(text);
        const told = rest.find((one) => typeof one === "function");
        if (told !== undefined) (told as () => void)();
        return true;
      });
    }
  });
  afterEach(() => {
    jest.restoreAllMocks();
    process.env.PATH = path;
  });
  afterAll(() => {
    process.stdin.isTTY = isTTY;
  });

  /** Each program that was started, with its verb. */
  function started(): string[] {
    return [...programs].flatMap(([name, program]) =>
      program.calls().map((words) => `${name} ${words.find((one) => !one.startsWith("-")) ?? ""}`),
    );
  }

  test("`list` asks systemd once", async () => {
    expect(await list(json)).toBe(0);
    expect(started()).toEqual(["systemctl show"]);
  });

  test("`status` asks systemd once, and machined once", async () => {
    expect(await status({ ...json, names: [] })).toBe(0);
    expect(started()).toEqual(["systemctl show", "machinectl list"]);
    const { containers } = JSON.parse(printed) as {
      readonly containers: readonly { name: string; state: string; addresses: string[] }[];
    };
    expect(containers.map(({ name, state }) => `${name} ${state}`)).toEqual(
      names.map((name) => `${name} active`),
    );
    expect(containers.map(({ addresses }) => addresses)).toEqual([
      ["10.0.0.2"],
      ...names.slice(1).map(() => ["10.1.0.2"]),
    ]);
  });

  test("`status` of some looks at no other", async () => {
    expect(await status({ ...json, names: ["c07", "none", "c07"] })).toBe(4);
    expect(started()).toEqual(["systemctl show", "busctl call"]);
    expect(programs.get("systemctl")?.calls()[0]?.at(-1)).toBe("container@c07.service");
    expect(programs.get("systemctl")?.calls()[0]).not.toContain("container@c08.service");
    expect(JSON.parse(printed)).toMatchObject({
      problems: [{ code: "NP717", message: "there is no container `none`" }],
      containers: [{ name: "c07" }, { name: "c07" }],
    });
  });

  test("`run` looks before and after, at one", async () => {
    expect(await run({ ...human, name: "c07", words: ["true"] })).toBe(0);
    expect(started()).toEqual(["systemctl show", "machinectl show", "systemd-run c07"]);
  });

  test("`run` fails where the container has another first process by the end", async () => {
    const ended = process.pid + 1;
    const gone = stubProgram(
      "machinectl",
      `[ -e "$0.asked" ] && echo Leader=1 || echo Leader=${String(ended + 2 ** 22)}; : > "$0.asked"`,
    );
    process.env.PATH = gone.path;
    expect(await run({ ...human, name: "c07", words: ["true"] })).toBe(4);
    expect(printed).toMatch(/NP723: container `c07` was stopped before the command's end/);
  });

  test("`show-ip`, `show-host-key` and `logs` look at one", async () => {
    expect(await showIp({ ...human, name: "c07" })).toBe(0);
    expect(printed).toBe("10.2.0.2\n");
    expect(started()).toEqual(["systemctl show", "busctl call"]);
    stubs();
    expect(await showHostKey({ ...human, name: "c07" })).toBe(4);
    expect(started()).toEqual([]);
    expect(await logs({ ...human, name: "c07", follow: false })).toBe(0);
    expect(started()).toEqual(["machinectl show", "journalctl c07"]);
  });

  test("`stop --all` stops them by one call, and tells of each", async () => {
    expect(await containerJobs("stop", { ...human, names: [], all: true })).toBe(0);
    expect(started()).toEqual(["systemctl show", "systemctl stop", "systemctl reset-failed"]);
    const units = names.map((name) => `container@${name}.service`);
    expect(programs.get("systemctl")?.calls()[1]?.slice(2)).toEqual(units);
    expect(printed).toBe(names.map((name) => `${name}: stopped\n`).join(""));
  });

  test("`stop` of some leaves out what is none, and tells of it", async () => {
    expect(
      await containerJobs("stop", { ...human, names: ["c07", "none", "c08"], all: false }),
    ).toBe(4);
    expect(started()).toEqual(["systemctl stop", "systemctl reset-failed"]);
    expect(printed).toContain("c07: stopped\nc08: stopped\n");
    expect(printed).toContain("error NP717: there is no container `none`");
  });

  test("`stop` tells which of them could not be stopped, and why", async () => {
    stubs('case "$*" in *stop*container@c07*) exit 1 ;; esac');
    const given = { ...human, names: ["c06", "c07", "c08"], all: false };
    expect(await containerJobs("stop", given)).toBe(4);
    expect(printed).toContain("c06: stopped\nc08: stopped\n");
    expect(printed).toContain("error NP714: container `c07` could not be stopped\n");
    expect(printed.match(/error NP/g)).toHaveLength(1);
  });

  test("where systemd is not there, each says so", async () => {
    process.env.PATH = join(layout.confFolder, "nowhere");
    const given = { ...human, names: ["c07", "c08"], all: false };
    expect(await containerJobs("stop", given)).toBe(3);
    expect(printed.match(/error NP712/g)).toHaveLength(2);
    printed = "";
    expect(await status({ ...human, names: ["c07"] })).toBe(0);
    expect(printed).toMatch(/^c07 +unknown +- +10\.0\.0\.2 /m);
  });
});
