/**
 * Where files of a target may be, from the output folder: a name, or a pattern of names, for each
 * step of the way.
 */
export type Place = readonly (string | RegExp)[];

/** The module that the target `systemd.containers` has a copy of. */
export const moduleFolder = "nixpawn/systemd-containers";

/** Of both targets that are modules: one may take the place of the other. */
export const modulePlaces: readonly Place[] = [
  [/\.nix$/],
  [...moduleFolder.split("/"), /\.nix$/],
  [...moduleFolder.split("/"), "scripts", /^/],
];

/** Places on a host, from its root. */
export const scriptsFolder = "usr/local/lib/nixpawn/systemd-containers";
export const programsFolder = "usr/local/bin";
export const unitsFolder = "etc/systemd/system";
export const confFolder = "etc/nixos-containers";

/** A script for people, beside those of the unit. */
export const program = "run-in-netns";

/** What is added to the units of systemd and of containers. */
export const dropInName = "nixpawn.conf";

export const hostPlaces: readonly Place[] = [
  [...confFolder.split("/"), /\.conf$/],
  [...unitsFolder.split("/"), "container@.service"],
  [
    ...unitsFolder.split("/"),
    /^(?:container@.+\.service|machines\.target|multi-user\.target)\.d$/,
    dropInName,
  ],
  [...programsFolder.split("/"), program],
  [...scriptsFolder.split("/"), /^/],
];
