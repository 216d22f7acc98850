import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";

const kinds = ["ed25519", "ecdsa", "rsa"] as const;

/**
 * The public key of a container's SSH server. Its root file system is in the hands of the container:
 * a link in it leads nowhere here, and what is no key is not shown.
 * @param root absolute path of the root file system
 */
export function hostKey(root: string): string | undefined {
  for (const kind of kinds) {
    const text = readWithin(root, `etc/ssh/ssh_host_${kind}_key.pub`)?.trim();
    if (text !== undefined && /^(?:ssh|ecdsa)-[\w-]+ [A-Za-z0-9+/=]+(?: [ -~]*)?$/.test(text))
      return text;
  }
  return undefined;
}

function readWithin(root: string, path: string): string | undefined {
  try {
    const folder = join(root, path, "..");
    if (realpathSync(folder) !== join(realpathSync(root), path, "..")) return undefined;
    const file = openSync(
      join(root, path),
      constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
    );
    try {
      return fstatSync(file).isFile() ? readFileSync(file, "utf8") : undefined;
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}
