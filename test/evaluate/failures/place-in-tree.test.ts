import { describe, expect, test } from "@jest/globals";
import { valueAt, wordAt } from "../../../src/evaluate/failures/place-in-tree.js";
import { compileConfig } from "../../../src/plan/compile.js";
import { renderPlan } from "../../../src/targets/index.js";
import { folderWith } from "../../support/program.js";

const config = `
import { defineContainers, nix, pkgs } from "nixpawn";
export default defineContainers({
  web: {
    autoStart: true,
    config: {
      environment: { systemPackages: [pkgs.curl, nix\`let a = 1; in pkgs.b\`] },
      system: { stateVersion: "26.05" },
    },
  },
});
`;

describe("valueAt", () => {
  test("leads from the text of a module to the value that was printed there", async () => {
    const { plan } = await compileConfig({ cwd: folderWith({ "containers.ts": config }) });
    const file = plan && (await renderPlan(plan)).files.find((one) => one.path === "web.nix");
    if (file === undefined) throw new Error("no module");
    const at = (text: string) => {
      const before = file.text.slice(0, file.text.indexOf(text)).split("\n");
      return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
    };
    expect(valueAt(file, at("true"))).toEqual(["web", "autoStart"]);
    expect(valueAt(file, at("pkgs.curl"))).toEqual([
      ...["web", "config", "environment", "systemPackages", 0],
    ]);
    expect(valueAt(file, at("b\n"))).toEqual([
      ...["web", "config", "environment", "systemPackages", 1],
    ]);
    expect(valueAt(file, at('"26.05"'))).toEqual(["web", "config", "system", "stateVersion"]);
    expect(valueAt(file, at("autoStart"))).toEqual(["web", "autoStart"]);
    expect(valueAt(file, at("system.stateVersion"))).toEqual([
      ...["web", "config", "system", "stateVersion"],
    ]);
    // A value is left with its last letter.
    const after = at("true");
    expect(valueAt(file, { ...after, column: after.column + 3 })).toEqual(["web", "autoStart"]);
    expect(valueAt(file, { ...after, column: after.column + 4 })).not.toEqual(["web", "autoStart"]);
    expect(valueAt(file, { line: 1, column: 1 })).toBeUndefined();
    expect(wordAt(file.text, at("curl"))).toBe("curl");
    expect(wordAt(file.text, at('"26.05"'))).toBeUndefined();
    expect(wordAt(file.text, { line: 999, column: 1 })).toBeUndefined();
  });
});
