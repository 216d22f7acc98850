import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { programVersion } from "../../version.js";

/** What is kept from run to run depends on: this program, as it is installed, and Node. */
export function programKey(): string {
  const own = fileURLToPath(import.meta.url);
  const { mtimeMs, size } = statSync(own);
  return JSON.stringify([programVersion, process.version, own, mtimeMs, size]);
}
