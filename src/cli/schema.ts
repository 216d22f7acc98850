import { readFile } from "node:fs/promises";
import { exitCodes } from "./exit-codes.js";

/** `nixpawn schema`: prints the JSON Schema of a container, or of a whole config in JSON. */
export async function schema(which: "container" | "config"): Promise<number> {
  const url = new URL(`../schemas/${which}.schema.json`, import.meta.url);
  process.stdout.write(await readFile(url, "utf8"));
  return exitCodes.done;
}
