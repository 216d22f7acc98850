import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { describeLab } from "./support/availability.js";
import { installContainers } from "./support/containers.js";
import { raiseInotifyLimit } from "./support/inotify.js";
import { LabHost } from "./support/lab-host.js";
import { installProgram, labNixpkgs, nixpawn, program, writeConfig } from "./support/program.js";

const count = 50;
const names = Array.from({ length: count }, (_, index) => `c${String(index + 1).padStart(2, "0")}`);

/** As many containers as the slowest of hosts has. */
describeLab(`${count} containers`, () => {
  let host: LabHost;
  let restoreLimit: () => void = () => undefined;
  beforeAll(async () => {
    restoreLimit = raiseInotifyLimit();
    host = await LabHost.boot();
    await installContainers(host);
    await installProgram(host);
  });
  afterAll(async () => {
    restoreLimit();
    await host.stop();
  });

  function config(label: string, wanted: readonly string[]): void {
    const specs = wanted.map(
      (name) =>
        `${name}: { autoStart: true, config: { system: { nixos: { label: "${label}" }, stateVersion: "26.05" } } }`,
    );
    writeConfig(
      host,
      "/srv/config/containers.ts",
      `import { defineContainers } from "nixpawn";\nexport default defineContainers({ ${specs.join(", ")} });\n`,
    );
  }

  async function apply(...words: readonly string[]): Promise<void> {
    const given = ["apply", "--config", "/srv/config", "--nixpkgs", labNixpkgs, ...words];
    const { exitCode, stderr } = await nixpawn(host, ...given);
    expect([exitCode, exitCode === 0 ? "" : stderr]).toEqual([0, ""]);
  }

  /** The systems that run, by container. */
  async function running(): Promise<Record<string, string>> {
    const { stdout } = await nixpawn(host, "status", "--json");
    const { containers } = JSON.parse(stdout) as {
      containers: { name: string; state: string; runningSystem: string | null }[];
    };
    return Object.fromEntries(
      containers
        .filter(({ state }) => state === "active")
        .map(({ name, runningSystem }) => [name, runningSystem ?? ""]),
    );
  }

  test("created by one apply, changed by a second, pruned by a third", async () => {
    config("one", names);
    await apply();
    const first = await running();
    expect(Object.keys(first)).toEqual(names);
    config("two", names);
    await apply();
    const second = await running();
    expect(Object.keys(second)).toEqual(names);
    for (const name of names) expect(second[name]).toMatch(new RegExp(`-${name}-two$`));
    config("two", names.slice(0, 1));
    await apply("--prune");
    expect(Object.keys(await running())).toEqual(names.slice(0, 1));
    await host.sh(`${program} destroy --yes ${names.join(" ")}`);
    expect(await host.sh("machinectl list --no-legend; ls /etc/nixos-containers")).toBe("");
  }, 400_000);
});
