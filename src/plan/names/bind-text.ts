/**
 * The options that systemd-nspawn takes after the place of a bind: systemd-nspawn(1), `--bind=`, and
 * parse_mount_bind_options of its nspawn-mount.c. `owneridmap` came with systemd 256, `rootidmap` with
 * 252, `idmap` with 250.
 */
export const bindOptions = [
  "rbind",
  "norbind",
  "idmap",
  "noidmap",
  "rootidmap",
  "owneridmap",
] as const;

/** Those that map owners, for which the container needs users of its own. */
const mapping: ReadonlySet<string> = new Set(["idmap", "rootidmap", "owneridmap"]);

/** An entry of `bindMounts`, its parts as they are written: a colon in one of them may be `\:`. */
export interface BindText {
  /** Undefined where the place in the container is that on the host. */
  readonly source: string | undefined;
  readonly place: string;
  /** What follows the place, without its colon: `idmap`, `norbind,idmap`. */
  readonly options: string | undefined;
}

const known = bindOptions.join("|");
const withOptions = new RegExp(`^(.*[^\\\\]):((?:${known})(?:,(?:${known}))*)$`, "s");
/** `SOURCE:PATH`, both absolute, with no other colon. */
const twoPlaces = /^(\/(?:[^:\\]|\\.)*):(\/(?:[^:\\]|\\.)*)$/s;

/**
 * Takes an entry of `bindMounts` apart as systemd-nspawn does what nixpkgs makes of it (mkBindFlag of
 * nixos-containers.nix): `HOSTPATH:MOUNTPOINT`, or MOUNTPOINT alone where there is no host path. So options
 * may stand after the place, and without a host path a mount point may be two places. A colon that is
 * neither belongs to the path; only nixpawn's own targets can pass it on.
 * nixos-modules/systemd-containers/bind-text.nix says the same.
 */
export function readBind(mountPoint: string, hostPath: string | null | undefined): BindText {
  const [, before = mountPoint, options] = withOptions.exec(mountPoint) ?? [];
  if (typeof hostPath === "string") return { source: hostPath, place: before, options };
  const [, source, place = before] = twoPlaces.exec(before) ?? [];
  return { source, place, options };
}

/** What stands for an option, as docker has it or by a slip; any other word may belong to a path. */
const optionLike =
  /^(.*[^\\]):([A-Za-z,]*(?:map|bind)[A-Za-z,]*|(?:no|root|owner)?id[A-Za-z,]*|(?:ro|rw|[zZ]|,)*)$/s;

/** A word after the place that is no option and seems to be meant as one, with what is before it. */
export function wrongOption(
  place: string,
): { readonly before: string; readonly word: string } | undefined {
  const [, before, word] = optionLike.exec(place) ?? [];
  return before === undefined || word === undefined ? undefined : { before, word };
}

/** Whether options after the place map owners; `noidmap` says that they are not to be mapped. */
export function mapsOwners(options: string | undefined): boolean {
  return options?.split(",").some((one) => mapping.has(one)) === true;
}

/** Whether a part has a colon that no backslash keeps. */
export function hasBareColon(part: string): boolean {
  return /(?<!\\):/.test(part);
}

/** The path that a part means: `\:` is a colon. */
export function bindPathOf(part: string): string {
  return part.replaceAll("\\:", ":");
}

/** The host's path of a bind; undefined for one that is not on the host: `+/path`, or a new folder. */
export function hostPathOf({ source, place }: BindText): string | undefined {
  const path = bindPathOf(source ?? place);
  return path.startsWith("/") ? path : undefined;
}
