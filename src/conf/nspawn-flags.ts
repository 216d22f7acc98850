import { confWord } from "./words.js";

type Values = ReadonlyMap<string, string>;

/** Flags that have a key of their own. */
const keys = { "--bind": "BIND", "--bind-ro": "BIND_RO" } as const;

/**
 * The values of a conf file with binds under nixpawn's own keys: nixpkgs and nixos-container have
 * them among EXTRA_NSPAWN_FLAGS. What is equal then means the same, whoever wrote it. With users of its
 * own a container's owners are mapped for own keys alone (docs/conf-file.md): there it is left as it is.
 */
export function withOwnKeys(values: Values): Values {
  const flags = values.get("EXTRA_NSPAWN_FLAGS");
  const hasUsers = !["no", "identity", "0"].includes(values.get("PRIVATE_USERS") ?? "no");
  if (flags === undefined || hasUsers) return values;
  const own = new Map(values);
  const others: string[] = [];
  // The value of a flag may be the next word (getopt_long(3)).
  const joined = flags.replace(/(?<=^|[ \t])(--bind(?:-ro)?)[ \t]+(?=[^ \t])/g, "$1=");
  for (const flag of joined.split(/[ \t]+/).filter((one) => one !== "")) {
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
