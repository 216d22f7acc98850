import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, jest, test } from "@jest/globals";
import { namedContainers } from "../../../src/cli/container/each-container.js";
import { existingContainer } from "../../../src/host/snapshot/existing-container.js";
import { readHost } from "../../../src/host/snapshot/host-state.js";
import { confPath, containerNames, hostLayout } from "../../../src/host/layout.js";
import { runningSystem } from "../../../src/host/snapshot/running-system.js";
import { thisHost } from "../../../src/host/system/this-host.js";
import { isRunning, unitStates } from "../../../src/host/snapshot/unit-states.js";
import { folderWith } from "../../support/program.js";
import { hostWith } from "../support/hosts.js";

const ours = '# nixpawn {"version":1,"config":"/c.ts","unit":{"ephemeral":true}}\nSYSTEM_PATH=/p\n';

describe("what is on a host", () => {
  test("conf files with their owners, and profiles with their generations", async () => {
    const layout = hostWith({
      confs: { web: ours, hand: "SYSTEM_PATH=/nix/store/h\n", leftover: ours },
      linked: { declared: "SYSTEM_PATH=/nix/store/d\n" },
      profiles: { web: "/nix/store/x-system" },
    });
    writeFileSync(join(layout.confFolder, "no name.conf"), "SYSTEM_PATH=/p\n");
    const { containers } = await readHost(layout, ["web", "new"]);
    expect([...containers.keys()]).toEqual(["declared", "hand", "leftover", "new", "web"]);
    const owners = [...containers.values()].map(({ conf }) => conf?.owner);
    expect(owners).toEqual(["nixos", "other", "nixpawn", undefined, "nixpawn"]);
    expect(containers.get("web")).toMatchObject({
      profile: { system: "/nix/store/x-system", generation: 3 },
      // The machine's systemd knows nothing of this root.
      running: undefined,
      conf: { values: new Map([["SYSTEM_PATH", "/p"]]), mark: { config: "/c.ts" } },
    });
    expect(containers.get("new")?.profile).toBeUndefined();
  });

  test("a conf file that is no text is a problem", async () => {
    const layout = hostWith({ confs: { web: "" } });
    writeFileSync(join(layout.confFolder, "web.conf"), Buffer.from([0x41, 0x3d, 0xff]));
    await expect(readHost(layout, ["web"])).rejects.toThrow(/^NP701: .*web\.conf/);
    writeFileSync(join(layout.confFolder, "web.conf"), "A=\0");
    await expect(readHost(layout, ["web"])).rejects.toThrow(/^NP701: /);
  });

  test("nor is it in the way of other containers; its addresses are seen", async () => {
    const layout = hostWith({ confs: { web: ours, latin: "", zero: "" } });
    const latin = Buffer.from("# f\xfcr\nLOCAL_ADDRESS=10.233.1.2\n", "latin1");
    writeFileSync(confPath(layout, "latin"), latin);
    writeFileSync(confPath(layout, "zero"), "A=\0\nHOST_ADDRESS=10.233.2.1\n");
    mkdirSync(confPath(layout, "folder"));
    const { containers, unreadable } = await readHost(layout, ["web"]);
    expect([...containers.keys()]).toEqual(["web"]);
    expect([...(unreadable ?? [])].map(([name, values]) => [name, ...values.values()])).toEqual([
      ["folder"],
      ["latin", "10.233.1.2"],
      ["zero", "", "10.233.2.1"],
    ]);
    expect((await existingContainer(layout, "web")).conf?.owner).toBe("nixpawn");
    await expect(existingContainer(layout, "latin")).rejects.toThrow(/^NP701: /);
    const stderr = jest.spyOn(process.stderr, "write").mockReturnValue(true);
    try {
      expect(namedContainers({ names: [], all: true }, layout)).toEqual(["web"]);
      expect(stderr.mock.calls.join("")).toMatch(
        /^folder: passed over, .*\nlatin: passed over, .*latin\.conf` cannot be read\nzero: .*\n$/,
      );
    } finally {
      stderr.mockRestore();
    }
  });

  test("containers of nixos-container, which writes but a few keys, in both places", async () => {
    const text =
      "PRIVATE_NETWORK=1\nHOST_ADDRESS=10.233.1.1\nLOCAL_ADDRESS=10.233.1.2\nHOST_BRIDGE=\nHOST_PORT=\nAUTO_START=0\n";
    const { containers } = await readHost(hostWith({ confs: { web: text } }), []);
    expect(containers.get("web")?.conf?.values.get("LOCAL_ADDRESS")).toBe("10.233.1.2");

    const layout = hostLayout(folderWith({ "etc/containers/web.conf": text }));
    expect(layout).toMatchObject({ shared: true, confFolder: `${layout.root}/etc/containers` });
    writeFileSync(join(layout.confFolder, "storage.conf"), '[storage]\ndriver = "overlay"\n');
    expect(containerNames(layout)).toEqual(["web"]);
    expect([...(await readHost(layout, [])).containers.keys()]).toEqual(["web"]);
    // A container of that name has to be kept from writing over it.
    const { containers: named } = await readHost(layout, ["storage"]);
    expect(named.get("storage")?.conf?.owner).toBe("other");
  });

  test("the folder of old hosts counts only where it holds containers, and no new one does", () => {
    const root = folderWith({ "etc/containers/registries.conf": "unqualified = []\n" });
    expect(hostLayout(root).confFolder).toBe(join(root, "etc/nixos-containers"));
    writeFileSync(join(root, "etc/containers/web.conf"), "SYSTEM_PATH=/nix/store/x\n");
    expect(hostLayout(root).confFolder).toBe(join(root, "etc/containers"));
    mkdirSync(join(root, "etc/nixos-containers"));
    writeFileSync(join(root, "etc/nixos-containers/web.conf"), "SYSTEM_PATH=/nix/store/x\n");
    expect(hostLayout(root).confFolder).toBe(join(root, "etc/nixos-containers"));
  });
});

test.each([
  ["/etc/containers", true],
  ["/etc/nixos-containers", false],
])("the unit of a host says which folder it reads: %s", (folder, shared) => {
  const unit = `[Service]\nEnvironmentFile=-${folder}/%i.conf\n`;
  // Whatever lies in the other one.
  const other = shared ? "etc/nixos-containers" : "etc/containers";
  const root = folderWith({
    "usr/lib/systemd/system/container@.service": unit,
    [`${other}/web.conf`]: "SYSTEM_PATH=/nix/store/x\n",
  });
  const roots = join(root, shared ? "var/lib/containers" : "var/lib/nixos-containers");
  expect(hostLayout(root)).toMatchObject({ shared, confFolder: join(root, folder), roots });
});

describe("systemd", () => {
  const path = process.env.PATH;
  afterEach(() => {
    process.env.PATH = path;
  });

  function systemctl(script: string): string {
    const folder = folderWith({ systemctl: `#!/bin/sh\n${script}\n` });
    chmodSync(join(folder, "systemctl"), 0o755);
    process.env.PATH = `${folder}:${path ?? ""}`;
    return folder;
  }

  test("is asked for all units at once, in a form for programs", async () => {
    systemctl(
      `[ "$*" = "--no-ask-password show --property=Id,ActiveState,MainPID,InvocationID,ActiveEnterTimestampMonotonic -- container@a.service container@b.service container@c.service" ] || exit 1
printf 'Id=container@a.service\\nActiveState=active\\nMainPID=42\\nInvocationID=ab12\\nActiveEnterTimestampMonotonic=7000000\\n\\nMainPID=0\\nActiveState=inactive\\nId=container@b.service\\n\\nId=container@c.service\\nActiveState=new-word\\n'`,
    );
    const states = await unitStates(thisHost, ["a", "b", "c"]);
    const nothing = { mainPid: undefined, invocation: undefined, activeSince: undefined };
    expect([...states]).toEqual([
      ["a", { activeState: "active", mainPid: 42, invocation: "ab12", activeSince: 7_000_000 }],
      ["b", { activeState: "inactive", ...nothing }],
      ["c", { activeState: "unknown", ...nothing }],
    ]);
    expect([...states.values()].map(isRunning)).toEqual([true, false, undefined]);
  });

  test("that does not answer, or is not there, leaves it open", async () => {
    systemctl("echo 'System has not been booted with systemd' >&2; exit 1");
    expect((await unitStates(thisHost, ["a"])).get("a")?.activeState).toBe("unknown");
    process.env.PATH = folderWith({});
    expect((await unitStates(thisHost, ["a"])).get("a")?.activeState).toBe("unknown");
  });
});

test("the system that runs is that of nspawn's child", () => {
  const proc = folderWith({ "7/task/7/children": "8 9 \n" });
  mkdirSync(join(proc, "9/root/run"), { recursive: true });
  symlinkSync("/nix/store/x-system", join(proc, "9/root/run/current-system"));
  expect(runningSystem(7, proc)).toBe("/nix/store/x-system");
  expect(runningSystem(8, proc)).toBeUndefined();
});
