import { format, resolveConfig } from "prettier";
import {
  Project,
  StructureKind,
  type InterfaceDeclarationStructure,
  type PropertySignatureStructure,
} from "ts-morph";

/** As much of JSON Schema as the schema of a container uses. */
export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  /** The TypeScript type, where the schema cannot say it. */
  readonly "x-type"?: string;
}

/** Submodules and lists of names that have a type of their own, by their name in `$defs`. */
const named: Readonly<Record<string, string>> = {
  allowedDevice: "AllowedDevice",
  bindMount: "BindMount",
  capability: "Capability",
  extraVeth: "ExtraVeth",
  forwardPort: "ForwardPort",
};

/** The TypeScript types of a container's options, formatted. */
export async function containerTypes(schema: Schema, formattedAs: string): Promise<string> {
  const project = new Project({ useInMemoryFileSystem: true });
  const file = project.createSourceFile("container-options.ts");
  file.addStatements(
    "// Made from schemas/container.schema.json by `npm run generate`; edit that.",
  );
  file.addImportDeclaration({
    isTypeOnly: true,
    moduleSpecifier: "../nix/value.js",
    namedImports: ["NixAttributes", "NixExpression"],
  });
  file.addImportDeclaration({
    isTypeOnly: true,
    moduleSpecifier: "./values.js",
    namedImports: ["ContainerConfig"],
  });
  for (const [key, name] of Object.entries(named)) {
    const definition = schema.$defs?.[key];
    if (definition === undefined) throw new Error(`The schema has no $defs/${key}`);
    if (definition.properties !== undefined) file.addInterface(interfaceOf(name, definition));
    else {
      file.addTypeAlias({
        name,
        isExported: true,
        docs: [sentence(definition.description ?? "")],
        type: typeOf({ ...definition }),
      });
    }
  }
  file.addInterface(interfaceOf("ContainerOptions", schema));
  const options = (await resolveConfig(formattedAs)) ?? {};
  return format(file.getFullText(), { ...options, filepath: formattedAs });
}

function interfaceOf(name: string, schema: Schema): InterfaceDeclarationStructure {
  return {
    kind: StructureKind.Interface,
    name,
    isExported: true,
    docs: [sentence(schema.description ?? "")],
    properties: Object.entries(schema.properties ?? {}).map(([key, one]) =>
      propertyOf(key, one, schema.required?.includes(key) ?? false),
    ),
  };
}

function propertyOf(name: string, schema: Schema, required: boolean): PropertySignatureStructure {
  return {
    kind: StructureKind.PropertySignature,
    name,
    hasQuestionToken: !required,
    // `undefined` leaves an option out; with exactOptionalPropertyTypes it has to be allowed.
    type: typeOf(schema) + (required ? "" : " | undefined"),
    docs: [{ description: `\n${documentation(name, schema)}` }],
  };
}

function documentation(name: string, schema: Schema): string {
  const lines = [schema.description ?? ""];
  if (schema.default !== undefined) lines.push("", `@default ${JSON.stringify(schema.default)}`);
  for (const example of schema.examples ?? []) {
    lines.push("", "@example", `${name}: ${literal(example)}`);
  }
  return lines.join("\n").replaceAll("*/", "*\\/");
}

/** A value as TypeScript has it: bare keys. */
function literal(value: unknown): string {
  return JSON.stringify(value, undefined, 1)
    .replaceAll(/\n\s*/g, " ")
    .replaceAll(/"([A-Za-z_]\w*)":/g, "$1:");
}

function typeOf(schema: Schema): string {
  if (schema["x-type"] !== undefined) return schema["x-type"];
  if (schema.$ref !== undefined) return referenceType(schema.$ref);
  if (schema.enum !== undefined) return schema.enum.map((one) => JSON.stringify(one)).join(" | ");
  if (schema.anyOf !== undefined) return union(schema.anyOf.map(typeOf));
  switch (schema.type) {
    case "array":
      return `readonly (${typeOf(schema.items ?? {})})[]`;
    case "boolean":
    case "null":
    case "string":
      return schema.type;
    case "integer":
      return "number";
    case "object":
      return typeof schema.additionalProperties === "object"
        ? `{ readonly [name: string]: ${typeOf(schema.additionalProperties)} | undefined }`
        : "NixAttributes";
    default:
      throw new Error(`No type for ${JSON.stringify(schema)}`);
  }
}

/** Definitions without a name of their own are strings and numbers in checked forms. */
function referenceType(reference: string): string {
  const key = reference.replace("#/$defs/", "");
  if (key === "expression") return "NixExpression";
  return named[key] ?? (key === "port" ? "number" : "string");
}

function union(types: readonly string[]): string {
  return [...new Set(types)].join(" | ");
}

/** Descriptions of definitions are also used in messages and so start small. */
function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return capital.endsWith(".") ? capital : `${capital}.`;
}
