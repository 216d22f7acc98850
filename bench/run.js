// @ts-check
// Measures time and memory of the built program: node bench/run.js [containers ...]
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { casesOf, cli, peer, watchedConfig } from "./cases.js";
import { median, memoryOf, timeOf } from "./measure.js";
import { nixosBench } from "./nixos.js";
import { startWatching } from "./save.js";
import { number, table } from "./table.js";

/**
 * Milliseconds, at the median and at best, and megabytes.
 * @typedef {{ time: number, best: number, memory: number | undefined }} Measured
 */

const given = process.argv.slice(2).map(Number);
const sizes = given.length > 0 ? given : [20, 100, 1000, 10_000];

/** The case of a program that runs already. */
const saved = "--watch, saved to written";

/** Rounds after the first, which warms the disk's cache and counts for nothing. @param {number} size */
const roundsOf = (size) => (size <= 20 ? 21 : size <= 100 ? 11 : size <= 1000 ? 5 : 3);

/**
 * Every round runs every case once, so that whatever else the machine does hits all alike.
 * @param {number} size
 * @returns {Promise<Map<string, Measured>>}
 */
async function measure(size) {
  const folder = mkdtempSync(join(tmpdir(), "nixpawn-bench-"));
  const watched = watchedConfig(folder, size);
  const watching = await startWatching(cli, watched.folder, watched.file);
  try {
    const cases = casesOf(folder, size);
    /** @type {Map<string, number[]>} */
    const times = new Map([...cases.map(({ name }) => name), saved].map((name) => [name, []]));
    for (let round = 0; round <= roundsOf(size); round += 1) {
      for (const one of cases) {
        one.before?.();
        const time = timeOf(one);
        if (round > 0) times.get(one.name)?.push(time);
      }
      const time = await watching.timeOf(watched.save);
      if (round > 0) times.get(saved)?.push(time);
    }
    /** @type {Map<string, Measured>} */
    const results = new Map();
    for (const one of cases) {
      one.before?.();
      const memory = await memoryOf(one);
      const all = times.get(one.name) ?? [];
      results.set(one.name, { time: median(all), best: Math.min(...all), memory });
    }
    const all = times.get(saved) ?? [];
    results.set(saved, { time: median(all), best: Math.min(...all), memory: undefined });
    return results;
  } finally {
    watching.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {number} size
 * @param {Map<string, Measured>} results
 */
function showSize(size, results) {
  const start = results.get(peer)?.time ?? NaN;
  const rows = [...results].map(([name, { time, best, memory }]) => [
    name,
    number(best),
    number(time),
    number(time / start),
    number(time / size),
    number(memory),
  ]);
  const title = `${size.toLocaleString("en")} containers`;
  return table([[title, "best ms", "ms", `× ${peer}`, "ms a container", "MB"], ...rows]);
}

/**
 * How time and memory grow from one size to the next; as fast as the containers is linear.
 * @param {[number, Map<string, Measured>]} small
 * @param {[number, Map<string, Measured>]} large
 */
function showGrowth([few, small], [many, large]) {
  const rows = [...large]
    .filter(([name]) => name !== peer)
    .map(([name, { time, memory }]) => {
      const before = small.get(name);
      return [
        name,
        `× ${number(time / (before?.time ?? NaN))}`,
        `× ${number((memory ?? NaN) / (before?.memory ?? NaN))}`,
      ];
    });
  const title = `${few.toLocaleString("en")} to ${many.toLocaleString("en")}: × ${number(many / few)}`;
  return table([[title, "time", "memory"], ...rows]);
}

const cores = availableParallelism();
console.log(`Node ${process.version}, ${cores} × ${cpus()[0]?.model ?? "processor"}, medians\n`);
/** @type {[number, Map<string, Measured>][]} */
const all = [];
for (const size of sizes) {
  process.stderr.write(`measuring ${size} containers ...\n`);
  const results = await measure(size);
  console.log(showSize(size, results));
  all.push([size, results]);
}
for (const [index, large] of all.entries()) {
  const small = all[index - 1];
  if (small !== undefined && small[0] >= 100) console.log(showGrowth(small, large));
}
if (given.length === 0) console.log(await nixosBench(50));
if (!all.some(([, results]) => results.has("nix-instantiate --parse"))) {
  console.log("nix-instantiate is missing: nothing to compare with Nix.");
}
