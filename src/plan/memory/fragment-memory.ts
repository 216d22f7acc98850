import { createHash } from "node:crypto";
import { join } from "node:path";
import { cacheFolders } from "../../load/cache/cache-folders.js";
import { keepText, readKeptText } from "../../load/cache/kept-file.js";
import { programIdentity } from "../../nix/program/which.js";
import type { VerdictMemory } from "../../nix/verdicts.js";

/** What is kept of one config; what is no longer asked about is forgotten when there is more. */
const most = 20_000;

/**
 * Keeps in the cache which texts of templates Nix accepted, so that an unchanged config starts no
 * Nix. Another Nix starts anew. A cache that cannot be read or written is no reason to fail.
 */
export function fragmentMemory(configFile: string): VerdictMemory | undefined {
  const [folder] = cacheFolders(configFile);
  if (folder === undefined) return undefined;
  const file = join(folder, "accepted-by-nix.json");
  let known: { readonly nix: string; readonly texts: Set<string> } | undefined;
  const load = (): typeof known => {
    const nix = programIdentity("nix-instantiate") ?? "none";
    try {
      const texts = readKeptText(file, purposeOf(nix));
      return { nix, texts: new Set(texts === undefined ? [] : (JSON.parse(texts) as string[])) };
    } catch {
      return { nix, texts: new Set() };
    }
  };
  return {
    has: (text) => {
      known ??= load();
      return known?.texts.has(hash(text)) === true;
    },
    add: (texts) => {
      known ??= load();
      if (known === undefined || texts.length === 0) return;
      for (const text of texts) known.texts.add(hash(text));
      try {
        const kept = [...known.texts].slice(-most);
        keepText(file, purposeOf(known.nix), JSON.stringify(kept));
      } catch {
        // Nix is asked again next time.
      }
    },
  };
}

function purposeOf(nix: string): string {
  return `accepted by ${nix}`;
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}
