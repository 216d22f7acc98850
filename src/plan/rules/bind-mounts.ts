import { posix } from "node:path";
import { isNixExpression } from "../../nix/value.js";
import type { Problem, ValuePath } from "../../problems/problem.js";
import { bindPathOf, readBind } from "../names/bind-text.js";
import { attributes, text, type ContainerRule } from "./rule.js";

/**
 * Two binds at one place hide each other, also when the place is written in two ways: systemd-nspawn mounts
 * one over the other (mount_custom of its nspawn-mount.c), so that one of them is never seen.
 */
export const bindsApart: ContainerRule = (name, options) => {
  const seen = new Map<string, string>();
  return attributes(options.bindMounts).flatMap(([key, { mountPoint, hostPath }]): Problem[] => {
    const given = mountPoint === undefined ? key : text(mountPoint);
    if (!given?.startsWith("/") || isNixExpression(hostPath)) return [];
    const written = readBind(given, text(hostPath)).place;
    const place = posix.normalize(bindPathOf(written)).replace(/(?<=.)\/$/, "");
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

/**
 * The name of a bind mount is its place in the container (bindMountOpts of nixpkgs' nixos-containers.nix), and
 * systemd-nspawn takes none that is not absolute (bind_mount_parse of its nspawn-mount.c).
 */
export function relativePlace(key: string, path: ValuePath): Problem[] {
  if (key.startsWith("/")) return [];
  const message = `the place of a bind mount must be an absolute path, not \`${key}\``;
  return [{ code: "NP215", severity: "error", message, path, atKey: true }];
}
