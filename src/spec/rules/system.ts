import { isNixExpression } from "../../nix/value.js";
import type { Problem } from "../../problems/problem.js";
import { isPlainObject } from "../plain-object.js";
import { attributes, isSet, type ContainerRule } from "./rule.js";

/** One of config, path and flake says which system runs. */
export const oneSystem: ContainerRule = (name, options) => {
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
  return given.slice(1).map((option) => ({
    code: "NP209",
    severity: "error",
    message: `\`${option}\` and \`${given[0] ?? ""}\` exclude each other`,
    path: [name, option],
    atKey: true,
    relatedPaths: [{ message: `\`${given[0] ?? ""}\` is here`, path: [name, given[0] ?? ""] }],
  }));
};

/** Upstream ties a container to the host's switch only with autoStart. */
export const restartNeedsAutoStart: ContainerRule = (name, options) =>
  isSet(options.restartIfChanged) &&
  options.restartIfChanged !== false &&
  options.autoStart !== true &&
  !isNixExpression(options.autoStart)
    ? [
        {
          code: "NP204",
          severity: "warning",
          message:
            "`restartIfChanged` has no effect without `autoStart`: a switch leaves the running container as it is",
          hint: "set `autoStart: true`",
          path: [name, "restartIfChanged"],
          atKey: true,
        },
      ]
    : [];

/** With picked ids, files on a writable bind belong to nobody inside the container. */
export const pickWithWritableBind: ContainerRule = (name, options) =>
  options.privateUsers !== "pick"
    ? []
    : attributes(options.bindMounts)
        .filter(([, bind]) => bind.isReadOnly === false)
        .map(([mountPoint]) => ({
          code: "NP211",
          severity: "warning",
          message: `with \`privateUsers: "pick"\` the files of the writable bind \`${mountPoint}\` belong to nobody in the container`,
          hint: "use a fixed number for `privateUsers` and give the files to that range",
          path: [name, "bindMounts", mountPoint],
          atKey: true,
        }));

/** Without it NixOS takes the newest defaults for stateful services at every upgrade. */
export const stateVersion: ContainerRule = (name, options) => {
  const { config } = options;
  const modules: readonly unknown[] = Array.isArray(config) ? config : [config];
  // A function's, a file's or an expression's content is not known here.
  if (!modules.every((one) => isPlainObject(one) && !isNixExpression(one) && !("imports" in one)))
    return [];
  const problem: Problem = {
    code: "NP212",
    severity: "warning",
    message: `\`system.stateVersion\` is not set in the config of \`${name}\``,
    hint: "set it to the NixOS release the container was first made with, and leave it",
    path: [name, "config"],
    atKey: true,
  };
  return modules.some(setsStateVersion) || config === undefined ? [] : [problem];
};

function setsStateVersion(module: unknown): boolean {
  if (!isPlainObject(module)) return false;
  const { system } = module;
  return isNixExpression(system) || (isPlainObject(system) && isSet(system.stateVersion));
}
