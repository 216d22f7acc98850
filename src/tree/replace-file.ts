import { randomBytes } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** Temporary files carry this, so that those of a killed run are known and removed. */
export const temporaryMark = ".nixpawn-tmp-";

/** Writes a file whole or not at all, also when power fails. */
export async function replaceFile(file: string, text: string): Promise<void> {
  await rename(await writeTemporary(file, text), file);
  // A rename is on disk when its folder is.
  const folder = await open(dirname(file), "r");
  await folder.sync().finally(() => folder.close());
}

/** Writes a text beside a file, to be renamed to it; returns the path. */
export async function writeTemporary(
  file: string,
  text: string,
  executable = false,
): Promise<string> {
  const temporary = `${file}${temporaryMark}${randomBytes(6).toString("hex")}`;
  const handle = await open(temporary, "wx", executable ? 0o755 : 0o644);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } catch (error) {
    await handle.close();
    await rm(temporary, { force: true });
    throw error;
  }
  await handle.close();
  return temporary;
}
