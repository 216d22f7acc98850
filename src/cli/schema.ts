import { readFile } from "node:fs/promises";
import { exitCodes } from "./exit-codes.js";

interface Schema {
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly [key: string]: unknown;
}

/**
 * `nixpawn schema`: prints the JSON Schema of a container, or of a whole config in JSON. Either
 * stands alone: it refers to no other file.
 */
export async function schema(which: "container" | "config"): Promise<number> {
  const container = await read("container");
  const printed =
    which === "container" ? container : withContainer(await read("config"), container);
  process.stdout.write(`${JSON.stringify(printed, undefined, 2)}\n`);
  return exitCodes.done;
}

async function read(name: string): Promise<Schema> {
  const url = new URL(`../schemas/${name}.schema.json`, import.meta.url);
  return JSON.parse(await readFile(url, "utf8")) as Schema;
}

/** The schema of a config with that of a container, and its parts, among its own definitions. */
function withContainer(config: Schema, container: Schema): Schema {
  const own = Object.entries(container).filter(([key]) => key !== "$schema" && key !== "$defs");
  const inside = JSON.stringify(config).replaceAll(
    '"$ref":"container.schema.json"',
    '"$ref":"#/$defs/container"',
  );
  return {
    ...(JSON.parse(inside) as Schema),
    $defs: { container: Object.fromEntries(own), ...container.$defs },
  };
}
