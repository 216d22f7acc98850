import { containerSchema as root } from "../../containers/container-schema.generated.js";
import type { Schema } from "../../containers/schema-form.js";
import type { ValuePath } from "../../problems/problem.js";

export type { Schema };

/** Every option of a container, by name. */
export const optionSchemas: Readonly<Record<string, Schema>> = root.properties ?? {};

/** A kind of value that several options have. */
export function definition(name: string): Schema {
  return root.$defs[name] ?? {};
}

/** Whether a text is what the schema of a kind of text says; references are not followed. */
export function isText({ pattern, enum: values, not, anyOf }: Schema, text: string): boolean {
  return (
    (pattern === undefined || new RegExp(pattern, "u").test(text)) &&
    (values === undefined || values.includes(text)) &&
    (not === undefined || !isText(not, text)) &&
    (anyOf === undefined || anyOf.some((one) => isText(one, text)))
  );
}

/** What a value may be, without references and without Nix expressions. */
export function alternatives(schema: Schema): readonly Schema[] {
  if (schema.$ref === "#/$defs/expression") return [];
  if (schema.$ref !== undefined) {
    const target = root.$defs[schema.$ref.replace("#/$defs/", "")];
    return target === undefined ? [] : alternatives(target);
  }
  return schema.anyOf === undefined ? [schema] : schema.anyOf.flatMap(alternatives);
}

/** The schema of the value at a path of options: `["forwardPorts", 0, "hostPort"]`. */
export function schemaAt(path: ValuePath): Schema | undefined {
  let current: Schema | undefined = root;
  for (const step of path) {
    current = alternatives(current)
      .map((one) => inside(one, step))
      .find((one) => one !== undefined);
    if (current === undefined) return undefined;
  }
  return current;
}

function inside(schema: Schema, step: string | number): Schema | undefined {
  if (typeof step === "number") return schema.items;
  if (schema.properties !== undefined) return schema.properties[step];
  return typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
}
