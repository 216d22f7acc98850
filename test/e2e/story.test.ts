import { afterAll, beforeAll, test } from "@jest/globals";
import { story } from "../host/support/story.js";
import { describeLab } from "./support/availability.js";
import { installContainers } from "./support/containers.js";
import { LabHost } from "./support/lab-host.js";
import { labStage } from "./support/lab-stage.js";
import { installProgram } from "./support/program.js";

// test/host/story.test.ts has the same of a host that is made up: it is as it is here.
describeLab("on a host of the lab", () => {
  let host: LabHost;
  beforeAll(async () => {
    host = await LabHost.boot();
    await installContainers(host);
    await installProgram(host);
  }, 300_000);
  afterAll(async () => {
    await host.stop();
  });

  test.each(story)(
    "%s",
    async (_name, play) => {
      await play(labStage(host));
    },
    180_000,
  );
});
