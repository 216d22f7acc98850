import type { ContainerOptions } from "../../authoring/container-options.generated.js";
import { checkRules } from "../../plan/rules.js";
import { checkShape } from "../../plan/schema/schema.js";
import { flagRows } from "../../containers/flag-rows.generated.js";
import { ProblemError, type Problem } from "../../problems/problem.js";
import { bindsOf, deviceOf, limitsOf, misuse, numberOf, pairsOf, portOf } from "./flag-texts.js";

type Flags = typeof flagRows;
interface FlagValue {
  readonly text: string;
  readonly texts: readonly string[];
  readonly flag: boolean;
}

/** `host-address6` as yargs has it: hostAddress6. */
type CamelCase<Name> = Name extends `${infer First}-${infer Rest}`
  ? `${First}${Capitalize<CamelCase<Rest>>}`
  : Name;

/** The options of `nixpawn create` that say what the container is like. */
export type CreateFlags = {
  readonly [Name in keyof Flags as CamelCase<Name>]?: FlagValue[Flags[Name]["type"]] | undefined;
};

/** Options whose flags are no value of theirs. */
const readers: Readonly<Record<string, (flags: CreateFlags) => unknown>> = {
  privateNetwork: isPrivate,
  extraVeths: ({ extraVeth }) => pairsOf(extraVeth),
  forwardPorts: ({ port }) => port?.map(portOf),
  bindMounts: ({ bind, bindRo }) => bindsOf(bind, bindRo),
  privateUsers: (flags) => numberOf(flags.privateUsers),
  allowedDevices: ({ device }) => device?.map(deviceOf),
  copyResolvConf: ({ noResolvConf }) => (noResolvConf === true ? false : undefined),
  resourceControl: ({ limit }) => limitsOf(limit),
};

/** The options that flags say, by the option table. */
function givenOptions(flags: CreateFlags): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(flagRows).flatMap(([name, { option }]) => {
      const camelCase = name.replace(/-(.)/g, (_all, letter: string) => letter.toUpperCase());
      const read = readers[option];
      const value = read === undefined ? flags[camelCase as keyof CreateFlags] : read(flags);
      return value === undefined ? [] : [[option, value]];
    }),
  );
}

/**
 * Rules that are about rebuilding a host, about a `config` in TypeScript, or about a network without
 * addresses: `create` gives it a pair of them.
 */
const notHere = new Set(["NP204", "NP212", "NP220"]);

/**
 * The options of a container that flags name, held to the schema and the rules of a config.
 * @returns the options, and warnings
 * @throws ProblemError NP1xx, NP2xx
 */
export function optionsOfFlags(
  name: string,
  flags: CreateFlags,
): { readonly options: ContainerOptions; readonly warnings: readonly Problem[] } {
  const options = givenOptions(flags);
  // Where its system comes from is said, and looked at, apart.
  const containers = { [name]: { ...options, path: "/nix" } };
  const shape = checkShape(containers);
  const found = (shape.length > 0 ? shape : checkRules(containers, "systemd.containers")).filter(
    ({ code }) => !notHere.has(code),
  );
  const errors = found.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new ProblemError(errors);
  return { options, warnings: found };
}

/** nixos-container gives every container a network of its own. */
function isPrivate({ hostNetwork, privateNetwork, networkNamespace }: CreateFlags): boolean {
  if (hostNetwork === true && privateNetwork === true) {
    throw misuse("give `--private-network` or `--host-network`, not both");
  }
  return privateNetwork ?? (hostNetwork !== true && networkNamespace === undefined);
}
