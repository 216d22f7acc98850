import type { ContainerOption, ValueType } from "./option.js";
import { optionEntries } from "./option-table.js";
import type { RootSchema, Schema } from "./schema-form.js";
import { capabilityKinds } from "./table/capability-kinds.js";
import { partRows } from "./table/part-rows.js";
import { resourceKinds, resourceSettings } from "./table/resource-kinds.js";
import { systemdKinds, textKinds } from "./table/text-kinds.js";
import type { OptionSet, PartOption } from "./value-kinds.js";

const expression: Schema = { $ref: "#/$defs/expression" };

/** The JSON Schema of a container: schemas/container.schema.json. */
export function containerSchema(): RootSchema {
  const sorted = [...optionEntries].sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "A NixOS container",
    description: "The options of `containers.<name>` under NixOS's own names.",
    type: "object",
    properties: Object.fromEntries(sorted.map(([name, option]) => [name, optionSchema(option)])),
    additionalProperties: false,
    $defs: definitions(),
  };
}

/**
 * The schema as far as a run looks into it: options without their texts. Kinds of values keep theirs,
 * which say in messages what is expected.
 */
export function leanSchema(): RootSchema {
  const { properties, $defs } = containerSchema();
  return {
    properties: lean(properties),
    $defs: Object.fromEntries(
      Object.entries($defs).map(([name, one]) => [
        name,
        one.properties === undefined ? one : { ...one, properties: lean(one.properties) },
      ]),
    ),
  };
}

function lean(options: Readonly<Record<string, Schema>> = {}): Readonly<Record<string, Schema>> {
  const bare = (option: Schema): Schema =>
    Object.fromEntries(
      Object.entries(option).filter(([name]) => !["description", "examples"].includes(name)),
    );
  return Object.fromEntries(Object.entries(options).map(([name, one]) => [name, bare(one)]));
}

function definitions(): Readonly<Record<string, Schema>> {
  return {
    expression: {
      description:
        "A Nix expression in place of a plain value; in JSON as its source, or as a path to a file.",
      "x-type": "NixExpression",
      anyOf: ["$nix", "$file"].map((name) => ({
        type: "object",
        properties: { [name]: { type: "string" } },
        required: [name],
        additionalProperties: false,
      })),
    },
    ...textKinds,
    ...capabilityKinds,
    resourceControl: {
      type: "object",
      additionalProperties: false,
      properties: Object.fromEntries(
        resourceSettings.map((name) => [
          name,
          {
            description: `${name}= of systemd.resource-control(5).`,
            $ref: "#/$defs/resourceSetting",
          },
        ]),
      ),
      description: "settings of systemd.resource-control(5), such as MemoryMax",
    },
    ...resourceKinds,
    ...systemdKinds,
    ...Object.fromEntries(
      Object.entries(partRows).map(([name, one]) => [name, optionSetSchema(one)]),
    ),
    extraVeth: optionSetSchema(extraVeth()),
  };
}

/** A further pair has the options of the first; those that do nothing there are the last. */
function extraVeth(): OptionSet {
  const options = (["used", "unused"] as const).flatMap((use) =>
    optionEntries.filter(([, { inPairs }]) => inPairs === use),
  );
  return {
    description: "A further veth pair, with the options of the first.",
    options: Object.fromEntries(options),
  };
}

function optionSetSchema({ description, options }: OptionSet): Schema {
  const required = Object.keys(options).filter((name) => options[name]?.required === true);
  return {
    type: "object",
    properties: Object.fromEntries(
      Object.entries(options).map(([name, option]) => [name, optionSchema(option)]),
    ),
    additionalProperties: false,
    ...(required.length === 0 ? {} : { required }),
    description,
  };
}

function optionSchema(option: ContainerOption | PartOption): Schema {
  const { type, description, examples } = option;
  const texts = { description, ...("default" in option ? { default: option.default } : {}) };
  return type === "module"
    ? { ...texts, "x-type": "ContainerConfig", examples }
    : { ...texts, examples, anyOf: [typeSchema(type), expression] };
}

function typeSchema(type: ValueType): Schema {
  if (typeof type === "string") return plainTypes[type];
  if ("kind" in type) return { $ref: `#/$defs/${type.kind}` };
  if ("orNull" in type) return { anyOf: [typeSchema(type.orNull), { type: "null" }] };
  if ("listOf" in type) return { type: "array", items: orExpression(type.listOf) };
  if ("setOf" in type) return { type: "object", additionalProperties: orExpression(type.setOf) };
  if ("either" in type) return { anyOf: type.either.map(typeSchema) };
  if ("oneOf" in type) return { enum: type.oneOf };
  return { type: "integer", minimum: type.from, maximum: type.to };
}

function orExpression(type: ValueType): Schema {
  return { anyOf: [typeSchema(type), expression] };
}

const plainTypes: Readonly<Record<Extract<ValueType, string>, Schema>> = {
  boolean: { type: "boolean" },
  text: { type: "string", minLength: 1 },
  "any text": { type: "string" },
  attributes: { type: "object", additionalProperties: true, "x-type": "NixAttributes" },
  module: { "x-type": "ContainerConfig" },
};
