import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";

const read = (name: string) =>
  JSON.parse(readFileSync(`schemas/${name}.schema.json`, "utf8")) as object;

// As an editor does: annotations and formats it does not know are passed over.
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(read("container"), "container.schema.json");
const validate = ajv.compile(read("config"));

const web = { autoStart: { $nix: "lib.mkForce true" }, config: { $file: "./web.nix" } };

test.each([
  { containers: {} },
  { $schema: "node_modules/nixpawn/schemas/config.schema.json", containers: { web } },
  { containers: { web }, defaults: { autoStart: true }, target: "containers", outDir: "tree" },
])("an editor accepts %j", (config) => {
  expect(validate(config)).toBe(true);
});

test.each([
  {},
  { containers: [] },
  { containers: { web: { autostart: true } } },
  { containers: { web: { forwardPorts: [{ hostPort: 65536 }] } } },
  { containers: { web: { autoStart: { $nix: 1 } } } },
  { containers: {}, defaults: { x: 1 } },
  { containers: {}, target: "other" },
  { containers: {}, other: 1 },
])("an editor refuses %j", (config) => {
  expect(validate(config)).toBe(false);
});
