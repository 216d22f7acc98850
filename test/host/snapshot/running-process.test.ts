import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { processStart, runningProcess } from "../../../src/host/snapshot/running-process.js";
import { folderWith } from "../../support/program.js";

interface Staged {
  readonly command: readonly string[];
  readonly children?: readonly number[];
  readonly namespaces?: Readonly<Record<string, string>>;
  readonly map?: string;
}

const host = { pid: "pid:[1]", net: "net:[1]", user: "user:[1]" };
const own = { pid: "pid:[2]", net: "net:[2]", user: "user:[2]" };

/** A process file system with these processes. */
function procWith(processes: Readonly<Record<number, Staged>>): string {
  const proc = folderWith({ uptime: "1000.00 1.00\n" });
  for (const [pid, { command, children = [], namespaces = host, map = "" }] of Object.entries(
    processes,
  )) {
    mkdirSync(join(proc, pid, "task", pid), { recursive: true });
    mkdirSync(join(proc, pid, "ns"));
    writeFileSync(join(proc, pid, "cmdline"), command.map((one) => `${one}\0`).join(""));
    writeFileSync(join(proc, pid, "task", pid, "children"), `${children.join(" ")} `);
    writeFileSync(join(proc, pid, "uid_map"), map);
    for (const [kind, target] of Object.entries(namespaces))
      symlinkSync(target, join(proc, pid, "ns", kind));
  }
  return proc;
}

const init = { command: ["/init"], namespaces: own, map: "         0  655360      65536\n" };
const pid1 = { command: ["/sbin/init"] };

test("the first process of a container is not one that runs beside systemd-nspawn", () => {
  const nspawn = { command: ["/x/systemd-nspawn", "--private-network"], children: [8, 9] };
  const proc = procWith({ 1: pid1, 7: nspawn, 8: { command: ["bash"] }, 9: init });
  expect(runningProcess(7, proc)).toMatchObject({
    flags: ["--private-network"],
    firstUser: 655_360,
    hasNetwork: true,
    macAddresses: undefined,
  });
});

test("a script that has not become systemd-nspawn leads to it", () => {
  const nspawn = { command: ["systemd-nspawn", "-M", "web"], children: [9] };
  const script = { command: ["/bin/bash", "/srv/start"], children: [7] };
  const plain = { ...init, namespaces: { ...host, pid: own.pid } };
  const proc = procWith({ 1: pid1, 6: script, 7: nspawn, 9: plain });
  expect(runningProcess(6, proc)).toMatchObject({ firstUser: "no", hasNetwork: false });
});

test("nothing is said of what is not there, or not seen", () => {
  const nspawn = { command: ["systemd-nspawn"], children: [9] };
  expect(runningProcess(7, procWith({ 7: { command: ["/bin/other"] } }))).toBeUndefined();
  expect(runningProcess(7, procWith({ 7: { ...nspawn, children: [] } }))).toBeUndefined();
  expect(runningProcess(5, procWith({}))).toBeUndefined();
  const proc = procWith({ 7: nspawn, 9: init });
  expect(runningProcess(7, proc)).toMatchObject({ firstUser: undefined, hasNetwork: undefined });
});

test("when a process began is told by its number alone, whatever it is called", () => {
  const proc = procWith({ 7: { command: ["/init"] } });
  const fields = Array.from({ length: 30 }, (_, index) => String(index + 3)).join(" ");
  writeFileSync(join(proc, "7", "stat"), `7 (a) S (b\n) ${fields}\n`);
  expect(processStart(7, proc)).toBe(22);
  expect(processStart(8, proc)).toBeUndefined();
});
