import type { ErrorObject } from "ajv";

/** The compiled schemas/container.schema.json. `errors` are those of the last call. */
export const validate: {
  (data: unknown): boolean;
  errors?: ErrorObject[] | null;
};
