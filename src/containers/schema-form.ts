/** A part of a JSON Schema, as far as one is used here. */
export interface Schema {
  readonly description?: string;
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly unknown[];
  readonly not?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
  readonly $ref?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  /** The type in TypeScript, where it is no other one's. */
  readonly "x-type"?: string;
}

/** The schema of a container. */
export interface RootSchema extends Schema {
  readonly $schema?: string;
  readonly title?: string;
  /** Kinds of values that several options have. */
  readonly $defs: Readonly<Record<string, Schema>>;
}
