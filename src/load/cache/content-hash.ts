import { createHash } from "node:crypto";

/** The hash by which a file's content is known: SHA-256, hexadecimal. */
export function contentHash(content: Buffer | string): string {
  return createHash("sha256").update(content).digest("hex");
}
