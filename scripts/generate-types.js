// @ts-check
// Writes the option types of a config from the JSON Schema: node scripts/generate-types.js [--print]
import { readFileSync, writeFileSync } from "node:fs";
import prettier from "prettier";
import { Project } from "ts-morph";

const root = new URL("../", import.meta.url);
const target = new URL("src/authoring/container-options.generated.ts", root);

/** @typedef {Record<string, any>} Schema */
/** @type {Schema} */
const schema = JSON.parse(readFileSync(new URL("schemas/container.schema.json", root), "utf8"));
/** @type {Record<string, Schema>} */
const definitions = schema["$defs"];

/** Definitions that are types of their own, by the name they get. */
const interfaces = {
  bindMount: "BindMount",
  allowedDevice: "AllowedDevice",
  forwardPort: "ForwardPort",
  extraVeth: "ExtraVeth",
  resourceControl: "ResourceControl",
};
const aliases = { capability: "Capability" };
const named = /** @type {Record<string, string>} */ ({
  ...interfaces,
  ...aliases,
  expression: "NixExpression",
});

/** @param {Schema} one @returns {string} the TypeScript type of a schema */
function typeOf(one) {
  if (one["x-type"]) return one["x-type"];
  if (one["$ref"]) {
    const name = one["$ref"].replace("#/$defs/", "");
    return named[name] ?? typeOf(/** @type {Schema} */ (definitions[name]));
  }
  if (one["anyOf"]) return [...new Set(one["anyOf"].map(typeOf))].join(" | ");
  if (one["enum"])
    return one["enum"].map((/** @type {unknown} */ value) => JSON.stringify(value)).join(" | ");
  if (one["type"] === "array") return `readonly (${typeOf(one["items"])})[]`;
  if (one["type"] === "object")
    return `Readonly<Record<string, ${typeOf(one["additionalProperties"])}>>`;
  if (one["type"] === "integer") return "number";
  return one["type"];
}

/** @param {Schema} option @returns {string} */
function documentation(option) {
  const tags = [];
  if ("default" in option) tags.push(`@default ${JSON.stringify(option["default"])}`);
  for (const example of option["examples"] ?? []) tags.push(`@example ${JSON.stringify(example)}`);
  return [option["description"], ...(tags.length > 0 ? ["", ...tags] : [])].join("\n");
}

/** @param {import("ts-morph").SourceFile} file @param {string} name @param {Schema} one */
function addInterface(file, name, one) {
  file.addInterface({
    name,
    isExported: true,
    docs: [one["description"]],
    properties: Object.entries(one["properties"]).map(([option, schemaOfOption]) => {
      const required = (one["required"] ?? []).includes(option);
      return {
        name: option,
        isReadonly: true,
        hasQuestionToken: !required,
        type: required ? typeOf(schemaOfOption) : `${typeOf(schemaOfOption)} | undefined`,
        docs: [documentation(schemaOfOption)],
      };
    }),
  });
}

const file = new Project({ useInMemoryFileSystem: true }).createSourceFile("options.ts");
file.addStatements(
  "// Generated from schemas/container.schema.json by `npm run generate`. Do not edit.",
);
file.addImportDeclaration({
  moduleSpecifier: "../nix/value.js",
  namedImports: ["NixAttributes", "NixExpression"],
  isTypeOnly: true,
});
file.addImportDeclaration({
  moduleSpecifier: "./values.js",
  namedImports: ["ContainerConfig"],
  isTypeOnly: true,
});
addInterface(file, "ContainerOptions", schema);
for (const [name, typeName] of Object.entries(interfaces))
  addInterface(file, typeName, /** @type {Schema} */ (definitions[name]));
for (const [name, typeName] of Object.entries(aliases)) {
  const one = /** @type {Schema} */ (definitions[name]);
  file.addTypeAlias({
    name: typeName,
    isExported: true,
    type: typeOf(one),
    docs: [`The type of ${one["description"]}.`],
  });
}
const text = await prettier.format(file.getFullText(), { parser: "typescript", printWidth: 100 });
if (process.argv.includes("--print")) process.stdout.write(text);
else writeFileSync(target, text);
