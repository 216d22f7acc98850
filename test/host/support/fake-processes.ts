import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readConfWords } from "../../../src/conf/words.js";
import { hasOwnNetwork } from "../../../src/host/snapshot/container-addresses.js";
import { memoryFolder } from "./memory-folder.js";

const ofHost = { pid: "pid:[1]", net: "net:[1]", user: "user:[1]" };

/** A process file system (proc(5)) with those of containers, as far as nixpawn looks at them. */
export class FakeProcesses {
  readonly folder = memoryFolder();
  /** Keys of conf files that the scripts of the host do nothing with. */
  readonly ignored = new Set<string>();
  #last = 100;

  constructor() {
    writeFileSync(join(this.folder, "uptime"), "1000.00 1.00\n");
    mkdirSync(join(this.folder, "self"));
    this.mounts([]);
    this.#write(1, { command: ["/sbin/init"], namespaces: ofHost });
  }

  /**
   * Starts systemd-nspawn with a container's first process.
   * @param conf the values of its conf file
   * @param system the system that runs in it
   * @returns the process of systemd-nspawn
   */
  start(conf: ReadonlyMap<string, string>, system: string): number {
    const nspawn = (this.#last += 2);
    const init = nspawn + 1;
    const users = conf.get("PRIVATE_USERS") ?? "no";
    this.#write(nspawn, {
      command: [
        "/usr/bin/systemd-nspawn",
        ...flagsOf(new Map([...conf].filter(([key]) => !this.ignored.has(key)))),
      ],
      children: [init],
      environment: conf,
      namespaces: ofHost,
    });
    this.#write(init, {
      command: ["/init"],
      namespaces: {
        pid: `pid:[${String(init)}]`,
        net: hasOwnNetwork(conf) ? `net:[${String(init)}]` : ofHost.net,
        user: users === "no" ? ofHost.user : `user:[${String(init)}]`,
      },
      users: /^\d+$/.test(users) ? users : "655360",
    });
    this.runs(nspawn, system);
    return nspawn;
  }

  /** Lets the container of a systemd-nspawn run a system. */
  runs(nspawn: number, system: string): void {
    const folder = join(this.folder, String(nspawn + 1), "root/run");
    mkdirSync(folder, { recursive: true });
    rmSync(join(folder, "current-system"), { force: true });
    symlinkSync(system, join(folder, "current-system"));
  }

  end(nspawn: number): void {
    for (const pid of [nspawn, nspawn + 1]) {
      rmSync(join(this.folder, String(pid)), { recursive: true, force: true });
    }
  }

  /** Lets something be mounted at these places, and nowhere else. */
  mounts(places: readonly string[]): void {
    const lines = places.map((one) => `22 1 0:20 / ${one} rw - ext4 /dev/sda rw\n`);
    writeFileSync(join(this.folder, "self/mountinfo"), lines.join(""));
  }

  #write(
    pid: number,
    process: {
      readonly command: readonly string[];
      readonly namespaces: Readonly<Record<string, string>>;
      readonly children?: readonly number[];
      readonly environment?: ReadonlyMap<string, string>;
      readonly users?: string;
    },
  ): void {
    const { command, namespaces, children = [], environment = new Map(), users = "0" } = process;
    const folder = join(this.folder, String(pid));
    mkdirSync(join(folder, "task", String(pid)), { recursive: true });
    mkdirSync(join(folder, "ns"));
    writeFileSync(join(folder, "cmdline"), command.map((one) => `${one}\0`).join(""));
    const variables = [...environment].map(([key, value]) => `${key}=${value}\0`);
    writeFileSync(join(folder, "environ"), `LANG=C\0${variables.join("")}`);
    writeFileSync(join(folder, "task", String(pid), "children"), children.join(" "));
    writeFileSync(join(folder, "uid_map"), `         0 ${users}      65536\n`);
    for (const [kind, target] of Object.entries(namespaces)) {
      symlinkSync(target, join(folder, "ns", kind));
    }
  }
}

/** What `scripts/start` comes to, as far as it is looked at. */
function flagsOf(conf: ReadonlyMap<string, string>): string[] {
  const words = [...conf].flatMap(([key, value]) =>
    (key === "HOST_PORT" ? value.split(",") : readConfWords(value)).map(
      (word) => `--of-${key.toLowerCase()}=${word}`,
    ),
  );
  const pair = ["HOST_ADDRESS", "LOCAL_ADDRESS", "HOST_ADDRESS6", "LOCAL_ADDRESS6", "HOST_BRIDGE"];
  return [
    ...(conf.get("EPHEMERAL") === "1" ? ["--ephemeral"] : []),
    ...(conf.get("COPY_RESOLV_CONF") === "0" ? ["--resolv-conf=off"] : []),
    ...(pair.some((key) => conf.has(key)) ? ["--network-veth"] : []),
    ...words,
  ];
}
