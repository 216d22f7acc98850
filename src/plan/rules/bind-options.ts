import {
  bindOptions,
  hasBareColon,
  mapsOwners,
  readBind,
  wrongOption,
} from "../names/bind-text.js";
import type { Problem, ValuePath } from "../../problems/problem.js";
import { isNixExpression } from "../../nix/value.js";
import { attributes, isSet, items, type ContainerRule } from "./rule.js";

/** A bind of which everything is known, and the value that has its place. */
interface Written {
  readonly mountPoint: string;
  readonly hostPath: string | null | undefined;
  readonly path: ValuePath;
  readonly atKey: boolean;
}

/**
 * Options after the place of a bind. nixpkgs passes `HOSTPATH:MOUNTPOINT` on as it is (mkBindFlag of
 * nixos-containers.nix), and systemd-nspawn takes what follows the second colon for options. Another word
 * there ends its start ("Invalid bind mount option"), as does a word after the only place ("destination is
 * not absolute"): bind_mount_parse and mount_bind of its nspawn-mount.c. So does a mapping of owners where
 * the container has no users of its own, which is only a warning: `extraFlags` may give it some.
 */
export const bindOptionsKnown: ContainerRule = (name, options) =>
  attributes(options.bindMounts).flatMap(([key, given]): Problem[] => {
    const { mountPoint = key, hostPath } = given;
    if (typeof mountPoint !== "string" || isNixExpression(hostPath)) return [];
    const isKey = !isSet(given.mountPoint);
    const at = [name, "bindMounts", key];
    const one: Written = {
      mountPoint,
      hostPath: typeof hostPath === "string" ? hostPath : undefined,
      path: isKey ? at : [...at, "mountPoint"],
      atKey: isKey,
    };
    const problem = unknownOption(one) ?? withoutHostPath(one) ?? withoutUsers(one, options);
    return problem === undefined ? [] : [problem];
  });

const described = bindOptions.map((one) => `\`${one}\``).join(", ");

/** `/srv:ro`, `/srv:idmpa`: what stands there for an option and is none. */
function unknownOption({ mountPoint, hostPath, path, atKey }: Written): Problem | undefined {
  const { place, source } = readBind(mountPoint, hostPath);
  const wrong = wrongOption(place);
  if (wrong === undefined) return undefined;
  const { before, word } = wrong;
  const two = readBind(before, hostPath);
  const [from, to] = [two.source ?? hostPath ?? two.place, two.place];
  const isWritable = word === "rw" ? ", isReadOnly: false" : "";
  const isDocker = ["ro", "rw", "z", "Z", ""].includes(word) && source === undefined;
  return {
    code: "NP221",
    severity: "error",
    message: `\`${word}\` is no option of a bind; there are ${described}`,
    hint:
      isDocker || ["ro", "rw"].includes(word)
        ? `write ${JSON.stringify(to)}: { hostPath: ${JSON.stringify(from)}${isWritable} }; a bind is read-only without \`isReadOnly: false\``
        : `a colon that belongs to the path is written \`\\\\:\`: ${JSON.stringify(mountPoint.replace(/(?<!\\):/g, "\\:"))}`,
    path,
    atKey,
  };
}

function withoutHostPath({ mountPoint, hostPath, path, atKey }: Written): Problem | undefined {
  const { source, place, options } = readBind(mountPoint, hostPath);
  if (options === undefined || source !== undefined) return undefined;
  return {
    code: "NP221",
    severity: "error",
    message: `\`${options}\` needs a \`hostPath\`: systemd-nspawn takes what follows the only path for the place in the container`,
    hint: `add \`hostPath: ${JSON.stringify(place)}\``,
    path,
    atKey,
  };
}

function withoutUsers(
  { mountPoint, hostPath, path, atKey }: Written,
  { privateUsers, extraFlags }: Parameters<ContainerRule>[1],
): Problem | undefined {
  const { options } = readBind(mountPoint, hostPath);
  if (!mapsOwners(options) || (isSet(privateUsers) && privateUsers !== "no")) return undefined;
  // A flag may give it users, and an expression may be such a flag.
  const isOther =
    isNixExpression(extraFlags) || items(extraFlags).some(([, flag]) => mayGiveUsers(flag));
  if (isOther) return undefined;
  return {
    code: "NP221",
    severity: "warning",
    message: `\`${options ?? ""}\` needs \`privateUsers\`: systemd-nspawn maps no owners without, and does not start the container`,
    hint: 'set `privateUsers: "pick"`, or leave the option out',
    path,
    atKey,
  };
}

function mayGiveUsers(flag: unknown): boolean {
  return typeof flag !== "string" || /(?:^|[ \t])(?:--private-users\b|-U)/.test(flag);
}

/** Whether a mount point has a colon that is neither an option's, as it seems, nor between two places. */
export function hasStrayColon(mountPoint: string, hostPath: unknown): boolean {
  const { place } = readBind(mountPoint, typeof hostPath === "string" ? hostPath : undefined);
  return hasBareColon(place) && wrongOption(place) === undefined;
}
