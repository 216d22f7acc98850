import type { Problem } from "../../problems/problem.js";
import { isSet, type ContainerRule, type HostRule } from "./rule.js";

/** HOST_NAME_MAX of Linux; the name becomes a machine's name and a host name. */
const longest = 64;

/** Names go into unit names, paths and host names. */
export const containerName: ContainerRule = (name, options) => {
  const problem = (message: string, severity: Problem["severity"] = "error"): Problem => ({
    code: "NP208",
    severity,
    message,
    path: [name],
    atKey: true,
  });
  if (!/^[A-Za-z0-9_-]+$/.test(name)) {
    return [
      problem(`\`${name}\` is no name for a container: only letters, digits, \`-\` and \`_\` are`),
    ];
  }
  if (/^[-_]|[-_]$/.test(name))
    return [problem(`the name \`${name}\` must start and end with a letter or digit`)];
  if (name.length > longest) {
    return [problem(`the name \`${name}\` has ${name.length} characters; ${longest} are allowed`)];
  }
  if (name.includes("_") && isSet(options.config)) {
    return [
      problem(
        `the name \`${name}\` has an underscore, which NixOS refuses for containers with \`config\``,
      ),
    ];
  }
  if (name.length > 11 && options.privateNetwork === true) {
    return [
      problem(
        `the name \`${name}\` has more than 11 characters: with \`privateNetwork\`, NixOS refuses it on Linux before 5.8`,
        "warning",
      ),
    ];
  }
  return [];
};

/** Host names know no case, and some file systems do not either. */
export const namesApart: HostRule = (containers) => {
  const seen = new Map<string, string>();
  return Object.keys(containers).flatMap((name) => {
    const other = seen.get(name.toLowerCase());
    seen.set(name.toLowerCase(), name);
    if (other === undefined) return [];
    return [
      {
        code: "NP216",
        severity: "warning",
        message: `the names \`${other}\` and \`${name}\` differ only in case`,
        path: [name],
        atKey: true,
        relatedPaths: [{ message: "the other one is here", path: [other] }],
      } satisfies Problem,
    ];
  });
};
