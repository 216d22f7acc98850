import { ProblemError } from "../../problems/problem.js";
import { systemReason } from "../../problems/system-reason.js";
import { replaceFile } from "../../tree/replace-file.js";
import type { HostLayout } from "../layout.js";

/** The host that it is done to. */
type On = Pick<HostLayout, "system">;

/**
 * Writes a file of the host, whole or not at all.
 * @throws ProblemError NP706, NP711 where it cannot be written
 */
export async function writeHostFile(layout: On, path: string, text: string): Promise<void> {
  await onHost(layout, path, () => replaceFile(path, text));
}

/**
 * Changes something at a path of the host.
 * @throws ProblemError NP706 where this user may not, NP711 where the system refuses
 */
export async function onHost<Result>(
  { system }: On,
  path: string,
  change: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await system.change(path, change);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const forbidden = ["EACCES", "EPERM"].includes(code) && process.getuid?.() !== 0;
    throw new ProblemError([
      {
        code: forbidden ? "NP706" : "NP711",
        severity: "error",
        message: `${path} cannot be changed: ${systemReason(error as NodeJS.ErrnoException)}`,
        ...(forbidden ? { hint: "run the command as root" } : {}),
      },
    ]);
  }
}
