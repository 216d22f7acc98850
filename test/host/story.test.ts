import { describe, test } from "@jest/globals";
import { fakeStage } from "./support/fake-stage.js";
import { story } from "./support/story.js";

// test/e2e/story.test.ts has the same of a host of the lab: what is made up is as it is there.
describe("on a host that is made up", () => {
  test.each(story)("%s", async (_name, play) => {
    await play(fakeStage());
  });
});
