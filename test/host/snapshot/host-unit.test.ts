import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "@jest/globals";
import { optionOf } from "../../../src/host/snapshot/asked-of-unit.js";
import { demandUnit } from "../../../src/host/snapshot/host-unit.js";
import { hostLayout } from "../../../src/host/layout.js";
import type { ProblemError } from "../../../src/problems/problem.js";
import { folderWith } from "../../support/program.js";
import { ofNewNixos, ofOldNixos, unitOf, written, type UnitScripts } from "../support/units.js";

const path = process.env.PATH;
afterEach(() => {
  process.env.PATH = path;
});

const layout = { ...hostLayout("/nowhere"), root: "/" };
const usual = `EnvironmentFiles=${layout.confFolder}/web.conf (ignore_errors=yes)`;

/** A systemd that answers so, of a unit whose file has this text. */
function host(lines: readonly string[], unit = "[Unit]\nX-Nixpawn=1\n"): void {
  const folder = folderWith({});
  const answer = [...lines, `FragmentPath=${join(folder, "unit")}`].join("\n");
  writeFileSync(join(folder, "unit"), unit);
  writeFileSync(join(folder, "systemctl"), `#!/bin/sh\ncat <<'END'\n${answer}\nEND\n`);
  chmodSync(join(folder, "systemctl"), 0o755);
  process.env.PATH = `${folder}:${path ?? ""}`;
}

function demand(conf: Readonly<Record<string, string>> = { BIND: "/data" }) {
  return demandUnit(layout, [{ name: "web", conf: new Map(Object.entries(conf)) }]);
}

/** What systemd shows of commands. */
function commandsOf(scripts: UnitScripts): string[] {
  const { commands } = unitOf(written(scripts), Object.keys(scripts));
  return commands.map(
    ({ kind, program, line }) =>
      `${kind}={ path=${program} ; argv[]=${line} ; ignore_errors=no ; start_time=[n/a] ; pid=0 }`,
  );
}

test("a unit that reads the conf file, and all its keys", async () => {
  host(["LoadState=loaded", usual]);
  await demand();
  // A host's own drop-in may name further files.
  host(["LoadState=loaded", usual, "EnvironmentFiles=/etc/proxy (ignore_errors=no)"]);
  await demand();
});

describe("the unit of nixpkgs", () => {
  const old = ["LoadState=loaded", usual, ...commandsOf(ofOldNixos)];
  const newest = ["LoadState=loaded", usual, ...commandsOf(ofNewNixos)];

  test("does not know all that nixpawn's does", async () => {
    for (const lines of [old, newest]) {
      host(lines, "[Unit]\n");
      await demand({ SYSTEM_PATH: "/p", HOST_PORT: "80", AUTO_START: "1" });
      await expect(demand()).rejects.toThrow(/^NP734: container `web` has BIND, which/);
    }
  });

  test.each([
    ["PRIVATE_USERS", "pick", "root inside would be root outside"],
    ["NETWORK_NAMESPACE_PATH", "/run/netns/x", "the network of the host"],
    ["LOCAL_MAC_ADDRESS", "02:00:00:00:00:01", "another MAC address"],
    ["COPY_RESOLV_CONF", "0", "the resolv.conf of the host"],
  ])("of old, does not know %s", async (key, value, words) => {
    host(old, "[Unit]\n");
    await expect(demand({ [key]: value })).rejects.toThrow(
      new RegExp(
        `^NP734: container .web. has ${key}, which .*: .${optionOf(key)}. would do nothing, and .*${words}`,
      ),
    );
    host(newest, "[Unit]\n");
    await demand({ [key]: value, PRIVATE_NETWORK: "1" });
  });

  test("what is so anyway asks nothing of it", async () => {
    host(old, "[Unit]\n");
    await demand({ PRIVATE_USERS: "no", COPY_RESOLV_CONF: "1", BIND: "" });
  });

  test("systemd-nspawn copies resolv.conf itself in the host's network", async () => {
    host(newest, "[Unit]\n");
    await expect(demand({ COPY_RESOLV_CONF: "0" })).rejects.toThrow(/systemd-nspawn itself copies/);
    await demand({ COPY_RESOLV_CONF: "0", EXTRA_NSPAWN_FLAGS: "--resolv-conf=off" });
    await demand({ COPY_RESOLV_CONF: "0", MACVLANS: "eth0" });
  });

  test("the flag that says the same is named where there is one", async () => {
    host(old, "[Unit]\n");
    const hintOf = async (conf: Readonly<Record<string, string>>): Promise<string> => {
      const problem = await demand(conf).catch((error: unknown) => error);
      return (problem as ProblemError).problems[0]?.hint ?? "";
    };
    expect(await hintOf({ BIND_RO: "/a:/b /c" })).toContain("--bind-ro=/a:/b --bind-ro=/c");
    expect(await hintOf({ CAPABILITIES: "CAP_NET_ADMIN" })).toContain("--capability=CAP_NET_ADMIN");
    expect(await hintOf({ BIND: "/a\\x20b" })).not.toContain("--bind=");
    // As a flag it would leave the store to nobody.
    expect(await hintOf({ PRIVATE_USERS: "pick" })).not.toContain("--private-users=");
  });

  test("one that cannot be looked into is told, and not refused", async () => {
    const line = "ExecStart={ path=/nowhere/start ; argv[]=/nowhere/start %i ; ignore_errors=no }";
    host(["LoadState=loaded", usual, line], "[Unit]\n");
    expect(await demand({ PRIVATE_USERS: "pick" })).toMatchObject([
      { code: "NP739", severity: "warning", path: ["web", "privateUsers"] },
    ]);
    expect(await demand({ PRIVATE_USERS: "no" })).toEqual([]);
  });
});

test("a unit that reads other files would start it without its conf file", async () => {
  host(["LoadState=loaded", "EnvironmentFiles=/etc/containers/web.conf (ignore_errors=yes)"]);
  await expect(demand()).rejects.toThrow(/^NP734: .* does not read \S+\/web\.conf/);
  host(["LoadState=loaded"]);
  await expect(demand()).rejects.toThrow(/^NP734: /);
});

test("no unit at all", async () => {
  host(["LoadState=not-found"]);
  await expect(demand()).rejects.toThrow(/^NP713: /);
});
