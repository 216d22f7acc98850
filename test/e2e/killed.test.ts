import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { describeLab } from "./support/availability.js";
import { commandsOn } from "./support/commands.js";
import { installContainers } from "./support/containers.js";
import { LabHost } from "./support/lab-host.js";
import { installProgram, labNixpkgs, writeConfig } from "./support/program.js";

/**
 * Processes that are killed, with the real systemd and containers. After each of its changes to a host a
 * command is killed in test/host/killed.test.ts.
 */
describeLab("commands that are killed", () => {
  let host: LabHost;
  beforeAll(async () => {
    host = await LabHost.boot();
    await installContainers(host);
    await installProgram(host);
  });
  afterAll(async () => {
    await host.stop();
  });

  const { done, killedWhen, statusOf } = commandsOn(() => host);
  const isBooting = "[ $(systemctl show container@web -p ActiveState --value) = activating ]";

  /** Lets the container take its time to come up. */
  function bootSlowly(): void {
    host.write("/var/lib/nixos-containers/web/etc/lab/boot-script", "sleep 3");
  }

  /** Fails unless it runs what it is to run. */
  async function demandRunning(label: string): Promise<void> {
    const [found] = await statusOf("web");
    expect(found).toMatchObject({ state: "active", drift: [] });
    expect(found?.runningSystem).toBe(found?.system);
    expect(found?.system).toMatch(new RegExp(`-web-${label}$`));
    expect(await host.sh("ls /var/lib/nixpawn/unfinished")).toBe("");
  }

  test("a create, while the container starts: the same command ends right", async () => {
    const words = ["create", "web", "--nixpkgs", labNixpkgs, "--start"];
    bootSlowly();
    await killedWhen(isBooting, ...words);
    await done(...words);
    await demandRunning("26\\.05\\.fixture");
    await done("destroy", "web", "--yes");
  }, 60_000);

  test("an apply, while the container is restarted: the next one ends right", async () => {
    const words = ["apply", "--config", "/srv/config", "--nixpkgs", labNixpkgs];
    config("one");
    await done(...words);
    bootSlowly();
    config("two", 'tmpfs: ["/scratch"],');
    await killedWhen(isBooting, ...words);
    await done(...words);
    await demandRunning("two");
    await done("destroy", "web", "--yes");
  }, 60_000);

  function config(label: string, more = ""): void {
    writeConfig(
      host,
      "/srv/config/containers.ts",
      `import { defineContainers } from "nixpawn";
export default defineContainers({ web: { autoStart: true, ${more} config: { system: { nixos: { label: "${label}" }, stateVersion: "26.05" } } } });\n`,
    );
  }
});
