import { readlinkSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { instantiate } from "../../../src/nix/program/instantiate.js";
import {
  profileGenerations,
  rollBackProfile,
  setProfile,
} from "../../../src/nix/program/profile.js";
import { realise } from "../../../src/nix/program/realise.js";
import { folderWith } from "../../support/program.js";
import { buildSettings as env, shellDerivation } from "../support/nix.js";
import { describeWith } from "../support/tools.js";

describeWith("nix-env")("a profile", () => {
  test("is set, listed and rolled back", async () => {
    const cwd = folderWith({});
    const expression = `[ (${shellDerivation("first", "echo 1 > $out")}) (${shellDerivation("second", "echo 2 > $out")}) ]`;
    const [first = "", second = ""] = await realise(await instantiate({ expression }, { env }), {
      env,
    });
    const options = { cwd, env };
    // Not to the end: the store may be one that only Nix sees.
    const target = () => readlinkSync(`${cwd}/${readlinkSync(`${cwd}/web`)}`);
    const numbers = async () =>
      (await profileGenerations("web", options)).map(({ number, current }) =>
        current ? `(${String(number)})` : String(number),
      );
    expect(await numbers()).toEqual([]);
    await setProfile("web", first, options);
    await setProfile("web", second, options);
    // The same once more is no generation.
    await setProfile("web", second, options);
    expect(await numbers()).toEqual(["1", "(2)"]);
    expect(target()).toBe(second);
    await rollBackProfile("web", options);
    expect(await numbers()).toEqual(["(1)", "2"]);
    expect(target()).toBe(first);
    const [{ date } = { date: new Date(0) }] = await profileGenerations("web", options);
    expect(Math.abs(Date.now() - date.getTime())).toBeLessThan(60_000);
  });

  test("what Nix refuses is a problem", async () => {
    const cwd = folderWith({});
    const missing = "/nix/store/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-none";
    await expect(setProfile("web", missing, { cwd, env })).rejects.toMatchObject({
      problems: [{ code: "NP509" }],
    });
    await expect(rollBackProfile("web", { cwd, env })).rejects.toMatchObject({
      problems: [
        { code: "NP509", message: expect.stringContaining("no profile version") as unknown },
      ],
    });
  });
});
