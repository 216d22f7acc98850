import { confWord } from "./words.js";

type Values = ReadonlyMap<string, string>;

/** Flags that have a key of their own. */
const keys = { "--bind": "BIND", "--bind-ro": "BIND_RO" } as const;

/**
 * The values of a conf file with binds under nixpawn's own keys: nixpkgs and nixos-container have
 * them among EXTRA_NSPAWN_FLAGS. What is equal then means the same, whoever wrote it.
 */
export function withOwnKeys(values: Values): Values {
  const flags = values.get("EXTRA_NSPAWN_FLAGS");
  if (flags === undefined) return values;
  const own = new Map(values);
  const others: string[] = [];
  for (const flag of flags.split(/[ \t]+/).filter((one) => one !== "")) {
    const [, name = "", bind = ""] = /^(--bind(?:-ro)?)=(.*)$/s.exec(flag) ?? [];
    if (name !== "--bind" && name !== "--bind-ro") {
      others.push(flag);
      continue;
    }
    const key = keys[name];
    const before = own.get(key);
    own.set(key, before === undefined ? confWord(bind) : `${before} ${confWord(bind)}`);
  }
  if (others.length === 0) own.delete("EXTRA_NSPAWN_FLAGS");
  else own.set("EXTRA_NSPAWN_FLAGS", others.join(" "));
  return own;
}
