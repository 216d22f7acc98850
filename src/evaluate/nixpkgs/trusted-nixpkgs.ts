import { runProgram } from "../../nix/program/run.js";

/**
 * A text that names a nixpkgs for good: its store path, or the git revision of a checkout
 * without changes. Undefined where its files may change under the same name, so that no result that
 * depends on it can be kept.
 * @param path absolute, without symbolic links
 */
export async function trustedIdentity(path: string): Promise<string | undefined> {
  if (/^\/nix\/store\/[0-9a-z]{32}-/.test(path)) return path;
  const git = async (...given: string[]): Promise<string | undefined> => {
    // Another user's repository, or none: not trusted.
    const run = await runProgram("git", given, { cwd: path }).catch(() => undefined);
    return run?.exitCode === 0 ? run.stdout : undefined;
  };
  const changes = await git("status", "--porcelain", "--ignored=traditional", "--", ".");
  if (changes !== "") return undefined;
  const prefix = await git("rev-parse", "--show-prefix");
  if (prefix === undefined) return undefined;
  // The revision too: nixpkgs writes that of its own checkout into the system's version.
  const names = await git("rev-parse", "HEAD", `HEAD:${prefix.trim()}`);
  return names === undefined ? undefined : `git ${names.trim().split("\n").join(" ")}`;
}
