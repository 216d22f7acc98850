import { posix } from "node:path";
import type { Problem, ValuePath } from "../../problems/problem.js";
import { attributes, text, type ContainerRule } from "./rule.js";

/** Two binds at one place hide each other, also when the place is written in two ways. */
export const bindsApart: ContainerRule = (name, options) => {
  const seen = new Map<string, string>();
  return attributes(options.bindMounts).flatMap(([key, { mountPoint }]): Problem[] => {
    const given = mountPoint === undefined ? key : text(mountPoint);
    if (!given?.startsWith("/")) return [];
    const place = posix.normalize(given).replace(/(?<=.)\/$/, "");
    const other = seen.get(place);
    if (other === undefined) {
      seen.set(place, key);
      return [];
    }
    return [
      {
        code: "NP217",
        severity: "error",
        message: `two bind mounts are at \`${place}\` in the container`,
        path: [name, "bindMounts", key],
        atKey: true,
        relatedPaths: [{ message: "the other one is here", path: [name, "bindMounts", other] }],
      },
    ];
  });
};

/** The name of a bind mount is its place in the container. */
export function relativePlace(key: string, path: ValuePath): Problem[] {
  if (key.startsWith("/")) return [];
  const message = `the place of a bind mount must be an absolute path, not \`${key}\``;
  return [{ code: "NP215", severity: "error", message, path, atKey: true }];
}
