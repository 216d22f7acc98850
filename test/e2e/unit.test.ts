import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { describeLab } from "./support/availability.js";
import { Container, installContainers } from "./support/containers.js";
import { LabHost } from "./support/lab-host.js";

/** The unit, and values of the conf file, as the real systemd reads them. */
describeLab("container@.service", () => {
  let host: LabHost;
  beforeAll(async () => {
    host = await LabHost.boot();
    await installContainers(host);
  });
  afterAll(async () => {
    await host.stop();
  });

  test("systemd-analyze has no finding", async () => {
    await new Container(host, "web").define();
    const unit = "container@web.service";
    const { stdout, stderr, exitCode } = await host.run(
      "systemd-analyze",
      "verify",
      "--man=no",
      unit,
    );
    expect(stdout + stderr).toBe("");
    expect(exitCode).toBe(0);
  });

  test("values come to the scripts as they were meant", async () => {
    const BIND = "/a\\x20b:/c $HOME \"quoted\" 'single' `id` %i";
    const container = await new Container(host, "values").define({
      conf: { BIND },
      service: [
        "ExecStart=",
        "ExecStart=/bin/sh -c 'env >/run/values; exec systemd-notify --ready'",
      ],
    });
    await container.systemctl("start");
    const lines = (await host.sh("cat /run/values")).split("\n");
    expect(lines).toEqual(
      expect.arrayContaining([
        `BIND=${BIND}`,
        "INSTANCE=values",
        "root=/var/lib/nixos-containers/values",
      ]),
    );
    await container.remove();
  });
});
