import { isNixExpression } from "../../nix/value.js";
import type { Problem, ValuePath } from "../../problems/problem.js";
import { attributes, items, type ContainerRule } from "./rule.js";

/** What a shell, or systemd's environment file, would take apart or replace. */
const unsafe = /[\s"'`$\\*?[\]{}()<>|&;#~!]/;

/** Upstream writes binds, flags and tmpfs unquoted into a conf file that a shell splits. */
export const shellWords: ContainerRule = (name, options) => [
  ...attributes(options.bindMounts).flatMap(([mountPoint, bind]) => {
    const at = [name, "bindMounts", mountPoint];
    return [
      ...(isNixExpression(bind.mountPoint) || typeof bind.mountPoint === "string"
        ? []
        : pathProblems(mountPoint, at, true)),
      ...pathProblems(bind.mountPoint, [...at, "mountPoint"], false),
      ...pathProblems(bind.hostPath, [...at, "hostPath"], false),
    ];
  }),
  ...items(options.extraFlags).flatMap(([index, flag]) =>
    wordProblems(flag, [name, "extraFlags", index], "write each word as a flag of its own"),
  ),
  ...items(options.tmpfs).flatMap(([index, mount]) => wordProblems(mount, [name, "tmpfs", index])),
];

function pathProblems(value: unknown, path: ValuePath, atKey: boolean): Problem[] {
  if (typeof value !== "string") return [];
  if (!value.startsWith("/")) {
    return atKey
      ? [
          {
            code: "NP215",
            severity: "error",
            message: `the place of a bind mount must be an absolute path, not \`${value}\``,
            path,
            atKey,
          },
        ]
      : [];
  }
  const colon: Problem[] = value.includes(":")
    ? [
        {
          code: "NP207",
          severity: "error",
          message: `\`${value}\` has a colon, which systemd-nspawn takes for the end of the path`,
          path,
          atKey,
        },
      ]
    : [];
  return [...colon, ...wordProblems(value, path, undefined, atKey)];
}

function wordProblems(value: unknown, path: ValuePath, hint?: string, atKey = false): Problem[] {
  const found = typeof value === "string" ? unsafe.exec(value) : null;
  if (found === null) return [];
  return [
    {
      code: "NP207",
      severity: "error",
      message: `\`${String(value)}\` has ${/\s/.test(found[0]) ? "a blank" : `the character \`${found[0]}\``}: NixOS passes it to a shell without quotes`,
      ...(hint === undefined ? {} : { hint }),
      path,
      atKey,
    },
  ];
}
