import { randomBytes } from "node:crypto";
import { open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { processIdentity } from "./process-identity.js";

/** Temporary files carry this, so that those of a killed run are known and removed. */
export const temporaryMark = ".nixpawn-tmp-";

/**
 * Writes a file whole or not at all, also when power fails. A run that was killed while it wrote the
 * same file left half of it beside it: that is removed.
 */
export async function replaceFile(file: string, text: string): Promise<void> {
  await removeLeftHalves(file);
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
  const writer = processIdentity(process.pid).replace(" ", "-");
  const temporary = `${file}${temporaryMark}${writer}-${randomBytes(6).toString("hex")}`;
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

async function removeLeftHalves(file: string): Promise<void> {
  const start = `${basename(file)}${temporaryMark}`;
  for (const name of await readdir(dirname(file))) {
    if (!name.startsWith(start)) continue;
    const [pid, started] = name.slice(start.length).split("-");
    // Another run may be writing the same file just now.
    if (processIdentity(Number(pid)) === `${pid ?? ""} ${started ?? ""}`) continue;
    await rm(join(dirname(file), name), { force: true });
  }
}
