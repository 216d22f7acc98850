// Writes the types of a container's options from its JSON Schema.
import { readFile, writeFile } from "node:fs/promises";
import { containerTypes, type Schema } from "./container-types.js";

const target = "src/authoring/container-options.generated.ts";
const schema = JSON.parse(await readFile("schemas/container.schema.json", "utf8")) as Schema;
await writeFile(target, await containerTypes(schema, target));
