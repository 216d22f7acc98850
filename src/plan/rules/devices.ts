import { isNixExpression } from "../../nix/value.js";
import type { Problem } from "../../problems/problem.js";
import { items, text, type ContainerRule } from "./rule.js";

/** docker's `HOST:CONTAINER[:MODIFIER]`, or `NODE:MODIFIER`; nodes of udev have colons, too. */
const asForDocker = /^(\/[^:]*)(?::(\/[^:]*))?(?::([rwm]*))?$/;

/**
 * A node is one path: DeviceAllow= of systemd.resource-control(5), into which nixpkgs writes it
 * (serviceDirectives of nixos-containers.nix). systemd finds no device of another form, and goes on without
 * it (bpf_devices_allow_list_device of its bpf-devices.c): the container starts, and may not use it.
 */
export const deviceIsNode: ContainerRule = (name, options) =>
  items(options.allowedDevices).flatMap(([index, device]): Problem[] => {
    const given = typeof device === "object" && !isNixExpression(device) ? (device ?? {}) : {};
    const node = text(Reflect.get(given, "node"));
    const [, host = "", inside, access] = asForDocker.exec(node ?? "") ?? [];
    if (node === undefined || (inside === undefined && access === undefined)) return [];
    const modifier = text(Reflect.get(given, "modifier")) ?? access ?? "rwm";
    return [
      {
        code: "NP222",
        severity: "error",
        message: `\`${node}\` is no device node: a node is one path, and \`modifier\` says what is allowed`,
        hint: `write { node: ${JSON.stringify(host)}, modifier: ${JSON.stringify(modifier)} }, and bind it: bindMounts: { ${JSON.stringify(inside ?? host)}: { hostPath: ${JSON.stringify(host)}, isReadOnly: false } }`,
        path: [name, "allowedDevices", index, "node"],
      },
    ];
  });
