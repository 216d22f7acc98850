import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { describeLab } from "./support/availability.js";
import { Container, installContainers } from "./support/containers.js";
import { LabHost } from "./support/lab-host.js";

/** How containers start, stop, reboot and fail, with the real systemd. */
describeLab("a container's life", () => {
  let host: LabHost;
  beforeAll(async () => {
    host = await LabHost.boot();
    await installContainers(host);
  }, 300_000);
  afterAll(async () => {
    await host.stop();
  });

  test("starts, is ready, and stops", async () => {
    const container = await new Container(host, "plain").define();
    await container.start();
    expect(await container.sh("systemctl is-system-running --wait || true")).toMatch(/running/);
    expect((await container.systemctl("stop")).exitCode).toBe(0);
    expect(await container.property("Result")).toBe("success");
  });
});
