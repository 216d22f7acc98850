import { isNixExpression } from "../nix/value.js";
import type { Expression } from "../nix/syntax.js";
import type { Problem } from "../problems/problem.js";
import { OpenPorts } from "./open-ports.js";
import { settingsOf } from "./modules/module-settings.js";
import { isPlainObject } from "./plain-object.js";

/**
 * Forwarded ports that the container's own firewall closes. NixOS's firewall is on (networking.firewall.enable
 * of its firewall.nix), in containers as well: nothing in nixpkgs' nixos-containers.nix turns it off or opens
 * what is forwarded, and systemd-nspawn forwards all the same. Told only where nothing is left that Nix alone
 * would know: a module from elsewhere may open anything.
 * @param given the container's options as they were given
 * @param syntax the value of `containers.<name>`
 */
export function forwardedPortProblems(
  name: string,
  given: Readonly<Record<string, unknown>>,
  syntax: Expression,
): Problem[] {
  const { forwardPorts, privateNetwork, networkNamespace } = given;
  // It excludes a network of the container's own (NP201), and what is forwarded to that.
  if (networkNamespace !== undefined && networkNamespace !== null) return [];
  if (privateNetwork !== true || !Array.isArray(forwardPorts) || forwardPorts.length === 0)
    return [];
  if (areListed(forwardPorts, given.config)) return [];
  const settings = settingsOf(syntax, "config");
  const open = settings && OpenPorts.of(settings);
  if (open === undefined) return [];
  return forwardPorts.flatMap((forward: unknown, index): Problem[] => {
    if (!isPlainObject(forward) || isNixExpression(forward)) return [];
    const { hostPort, containerPort, protocol = "tcp" } = forward;
    const port = containerPort ?? hostPort;
    // What is no port is another problem.
    if (!isPort(hostPort) || !isPort(port)) return [];
    if (protocol !== "tcp" && protocol !== "udp") return [];
    if (open.has(protocol, port)) return [];
    const kind = protocol.toUpperCase();
    return [
      {
        code: "NP223",
        severity: "warning",
        message: `the container's own firewall closes ${kind} port ${port}, to which the host forwards`,
        hint: `open it in \`config\`: networking: { firewall: { allowed${kind}Ports: [${port}] } }`,
        path: [
          name,
          "forwardPorts",
          index,
          containerPort === undefined || containerPort === null ? "hostPort" : "containerPort",
        ],
      },
    ];
  });
}

/**
 * Whether `config` is an object that opens all of them, as most are written: what else it says, or Nix, takes
 * none of them away without being unknown here.
 */
function areListed(forwards: readonly unknown[], config: unknown): boolean {
  const firewall = memberOf(memberOf(config, "networking"), "firewall");
  return forwards.every((forward) => {
    const list = memberOf(
      firewall,
      memberOf(forward, "protocol") === "udp" ? "allowedUDPPorts" : "allowedTCPPorts",
    );
    const port = memberOf(forward, "containerPort") ?? memberOf(forward, "hostPort");
    return Array.isArray(list) && list.includes(port);
  });
}

function memberOf(object: unknown, name: string): unknown {
  return isPlainObject(object) && !isNixExpression(object) ? object[name] : undefined;
}

function isPort(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value > 0 && value < 65536;
}
