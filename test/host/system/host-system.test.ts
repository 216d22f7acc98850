import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { root } from "../../support/program.js";

const folder = join(root, "src/host");

/** What only `system/` may do: the made up host would know nothing of it. */
const past = [
  /import \{[^}]*\brunProgram\b/,
  /import \{(?! type)[^}]*\} from "[./]*(?:tree\/lock|nix\/program\/profile)\.js"/,
  /from "node:(?:timers|timers\/promises|os|child_process)"/,
  /\b(?:setTimeout|AbortSignal\.timeout|process\.hrtime)\b/,
  /\b(?:write|append|rm|rmdir|unlink|rename|link|symlink|mkdir|mkdtemp)(?:File)?Sync\b/,
];

test("nothing in host/ goes past the interface of the host", () => {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (path) => path.endsWith(".ts") && !path.startsWith("system/"),
  );
  expect(files.length).toBeGreaterThan(40);
  const found = files.flatMap((path) => {
    const text = readFileSync(join(folder, path), "utf8");
    return past.flatMap((one) => {
      const [words] = one.exec(text) ?? [];
      return words === undefined ? [] : [`${path}: ${words}`];
    });
  });
  expect(found).toEqual([]);
});
