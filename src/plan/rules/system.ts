import { isNixExpression } from "../../nix/value.js";
import type { TargetName } from "../../authoring/target-names.js";
import { hostPathOf, readBind } from "../names/bind-text.js";
import { pathBesideConfig } from "../views/path-beside-config.js";
import { attributes, isSet, text, type ContainerRule } from "./rule.js";

/**
 * One of config, path and flake says which system runs: nixpkgs' nixos-containers.nix defines `path` for each
 * of the others, so that two of them are an evaluation's "conflicting definition values" or its own throw, and
 * with none the option has no value. A `path` that is stronger or weaker than what nixpkgs' module makes of
 * `config` is no contradiction (../path-beside-config.ts); nixpawn's own module takes one of them, whatever
 * their strength (nixos-modules/systemd-containers/container-assertions.nix).
 */
export const oneSystem: ContainerRule = (name, options, target) => {
  const given = (["config", "path", "flake"] as const).filter((option) => isSet(options[option]));
  if (given.length === 0) {
    return [
      {
        code: "NP209",
        severity: "error",
        message: `container \`${name}\` has no system: one of \`config\`, \`path\` and \`flake\` is needed`,
        path: [name],
        atKey: true,
      },
    ];
  }
  const contradicting =
    target === "containers" &&
    isSet(options.config) &&
    pathBesideConfig(options.path, options.config) !== "conflict"
      ? given.filter((option) => option !== "path")
      : given;
  return contradicting.slice(1).map((option) => ({
    code: "NP209",
    severity: "error",
    message: `\`${option}\` and \`${given[0] ?? ""}\` exclude each other`,
    path: [name, option],
    atKey: true,
    relatedPaths: [{ message: `\`${given[0] ?? ""}\` is here`, path: [name, given[0] ?? ""] }],
  }));
};

/**
 * Rule 4: without autoStart, upstream never restarts, reloads or starts a container at a switch
 * (nixpkgs nixos-containers.nix: `restartTriggers` and `restartIfChanged` of the unit are set only
 * with it), so that `restartIfChanged` says nothing. `switch` names the containers that it leaves.
 */
export const restartNeedsAutoStart: ContainerRule = (name, options) => {
  const { autoStart, restartIfChanged } = options;
  if (autoStart === true || isNixExpression(autoStart)) return [];
  if (restartIfChanged === false || !isSet(restartIfChanged)) return [];
  return [
    {
      code: "NP204",
      severity: "warning",
      message:
        "`restartIfChanged` has no effect without `autoStart`: a switch leaves the running container as it is",
      hint: "set `autoStart: true`",
      path: [name, "restartIfChanged"],
      atKey: true,
    },
  ];
};

/**
 * With picked ids, files on a writable bind belong to nobody inside the container: nixpkgs binds
 * without a mapping (mkBindFlag of nixos-containers.nix), unless an option after the place asks for one
 * (systemd-nspawn(1), `--bind=`). nixpawn's scripts map the owners (docs/conf-file.md), but for file systems
 * of the kernel, where Linux does not, and where other options are given.
 */
export const pickWithWritableBind: ContainerRule = (name, options, target) =>
  options.privateUsers !== "pick"
    ? []
    : attributes(options.bindMounts)
        .filter(([, bind]) => bind.isReadOnly === false)
        .filter(([place, bind]) => isNobodys(place, bind, target))
        .map(([mountPoint, bind]) => ({
          code: "NP211",
          severity: "warning",
          message: `with \`privateUsers: "pick"\` the files of the writable bind \`${mountPoint}\` belong to nobody in the container`,
          hint: ownersHint(mountPoint, bind, target),
          path: [name, "bindMounts", mountPoint],
          atKey: true,
        }));

/**
 * Whether nothing maps a bind's owners; `noidmap` says that this is meant. As add_user_binds in
 * nixos-modules/systemd-containers/scripts/binds.bash has it.
 */
function isNobodys(
  name: string,
  { mountPoint = name, hostPath }: Readonly<Record<string, unknown>>,
  target: TargetName,
): boolean {
  const isKnown = typeof mountPoint === "string" && !isNixExpression(hostPath);
  if (!isKnown) return target === "containers" && typeof mountPoint === "string";
  const bind = readBind(mountPoint, text(hostPath));
  if (bind.options?.includes("idmap") === true) return false;
  const source = hostPathOf(bind);
  // What is not the host's has the container's owners.
  if (source === undefined) return false;
  return target === "containers" || bind.options !== undefined || isOfKernel(source);
}

function isOfKernel(source: string): boolean {
  return /^\/(?:dev|proc|sys)(?:\/|$)/.test(source);
}

/** What makes the files somebody's, with all that is needed to write it. */
function ownersHint(
  name: string,
  { mountPoint = name, hostPath }: Readonly<Record<string, unknown>>,
  target: TargetName,
): string {
  const place = text(mountPoint) ?? name;
  if (isOfKernel(text(hostPath) ?? place)) {
    return "Linux maps no owners in /dev, /proc and /sys; bind it read-only, or let everybody write there";
  }
  if (target !== "containers") return "options of a bind must say `idmap`, too";
  const source = isSet(hostPath) ? "" : `, hostPath: ${JSON.stringify(place)}`;
  return `systemd 250 and newer map the owners: mountPoint: ${JSON.stringify(`${place}:idmap`)}${source}`;
}
