import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "@jest/globals";
import { demandUnit } from "../../src/host/host-unit.js";
import { hostLayout } from "../../src/host/layout.js";
import { folderWith } from "../support/program.js";

const path = process.env.PATH;
afterEach(() => {
  process.env.PATH = path;
});

const layout = hostLayout("/nowhere");
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

function demand(conf: Readonly<Record<string, string>> = { BIND: "/data" }): Promise<void> {
  return demandUnit(layout, [{ name: "web", conf: new Map(Object.entries(conf)) }]);
}

test("a unit that reads the conf file, and all its keys", async () => {
  host(["LoadState=loaded", usual]);
  await demand();
  // A host's own drop-in may name further files.
  host(["LoadState=loaded", usual, "EnvironmentFiles=/etc/proxy (ignore_errors=no)"]);
  await demand();
});

test("nixpkgs' own unit does not know all of them", async () => {
  host(["LoadState=loaded", usual], "[Unit]\n");
  await demand({ SYSTEM_PATH: "/p", HOST_PORT: "80" });
  await expect(demand()).rejects.toThrow(/^NP734: container `web` has BIND, which/);
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
