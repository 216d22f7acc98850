// @ts-check
// Runs the quick tests, and says how many lines of all of src they reach: npm run coverage
// jest leaves a file out that no test loads; here each of its lines counts as one that is not reached.
// --last takes what the last run left in coverage/.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Percent of the lines; to be raised with the coverage, never lowered. */
const threshold = 84;

const root = new URL("../", import.meta.url).pathname;
if (!process.argv.includes("--last")) {
  const words = ["run", "--silent", "jest", "--", "--config", "jest.coverage.config.js"];
  const { status } = spawnSync("npm", words, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

/** @type {Record<string, { lines: { total: number, covered: number } }>} */
const summary = JSON.parse(readFileSync(join(root, "coverage/coverage-summary.json"), "utf8"));
const files = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts") && !/\.(?:generated|d)(?:\.d)?\.ts$/.test(path))
  .sort();
let [total, covered] = [0, 0];
for (const path of files) {
  const file = join(root, "src", path);
  const found = summary[file]?.lines;
  if (found === undefined) process.stdout.write(`not reached at all: src/${path}\n`);
  total += found?.total ?? readFileSync(file, "utf8").split("\n").length - 1;
  covered += found?.covered ?? 0;
}
const percent = (100 * covered) / total;
process.stdout.write(
  `${percent.toFixed(1)} % of ${total} lines in ${files.length} files of src are reached; ${threshold} % have to be\n`,
);
process.exitCode = percent < threshold ? 1 : 0;
