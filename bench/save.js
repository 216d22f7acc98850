// @ts-check
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { env } from "./measure.js";

/** Milliseconds after which a save that nothing came of is a mistake. */
const patience = 60_000;

/**
 * `generate --watch`, running.
 * @typedef {object} Watching
 * @property {(save: () => string) => Promise<number>} timeOf milliseconds from a save to the tree that it
 *   leads to; `save` changes the config and returns a text that the file will then have
 * @property {() => void} end
 */

/**
 * Starts `generate --watch` and waits until it watches.
 * @param {string} cli
 * @param {string} folder of the config
 * @param {string} file of the tree, absolute, that saves change
 * @returns {Promise<Watching>}
 */
export async function startWatching(cli, folder, file) {
  const child = spawn(process.execPath, [cli, "generate", "--watch"], {
    cwd: folder,
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  await new Promise((resolve, reject) => {
    let said = "";
    child.stderr.on("data", (/** @type {Buffer} */ chunk) => {
      said += String(chunk);
      if (said.includes("watching for changes")) resolve(undefined);
    });
    child.on("exit", () => reject(new Error(`--watch ended: ${said}`)));
  });
  return {
    timeOf: async (save) => {
      const start = performance.now();
      const text = save();
      while (!readFileSync(file, "utf8").includes(text)) {
        if (performance.now() - start > patience) throw new Error(`${file} did not change`);
        await sleep(1);
      }
      return performance.now() - start;
    },
    end: () => child.kill("SIGINT"),
  };
}
