import ipaddr from "ipaddr.js";
import type { ContainerOptions } from "../../authoring/container-options.generated.js";
import type { OptionRow } from "../../containers/option.js";
import { optionRows } from "../../containers/option-rows.generated.js";
import { pairOptions } from "../../containers/resources.js";
import { isNixExpression } from "../../nix/value.js";
import type { Problem } from "../../problems/problem.js";
import { normalizedAddress } from "../../containers/address.js";
import { attributes, isSet, items, text, type ContainerRule } from "./rule.js";

const needPrivateNetwork = (Object.entries(optionRows) as [keyof ContainerOptions, OptionRow][])
  .filter(([, { inPairs }]) => inPairs !== undefined)
  .map(([name]) => name);

/**
 * networkNamespace is a network of its own: systemd-nspawn takes no other network option beside it
 * (verify_arguments of its nspawn.c: "--network-namespace-path= cannot be combined with other network options").
 * Of these, nixpkgs' nixos-containers.nix checks two.
 */
export const namespaceAlone: ContainerRule = (name, options) => {
  if (!isSet(options.networkNamespace)) return [];
  const others = [
    ...(options.privateNetwork === true ? ["privateNetwork"] : []),
    ...(["interfaces", "macvlans"] as const).filter((one) => items(options[one]).length > 0),
    ...(attributes(options.extraVeths).length > 0 ? ["extraVeths"] : []),
  ];
  return others.map((other) => ({
    code: "NP201",
    severity: "error",
    message: `\`networkNamespace\` and \`${other}\` exclude each other`,
    path: [name, "networkNamespace"],
    relatedPaths: [{ message: `\`${other}\` is here`, path: [name, other] }],
  }));
};

/**
 * nixpkgs' nixos-containers.nix writes these to the conf file only with privateNetwork, and drops them
 * without a word else. Beside networkNamespace, that is no way out.
 */
export const networkWithoutPrivateNetwork: ContainerRule = (name, options) => {
  if (options.privateNetwork === true || isNixExpression(options.privateNetwork)) return [];
  const isInNamespace = isSet(options.networkNamespace);
  return needPrivateNetwork
    .filter((option) => {
      const value = options[option];
      return isSet(value) && !(Array.isArray(value) && value.length === 0);
    })
    .map((option) => ({
      code: "NP202",
      severity: "error",
      message: isInNamespace
        ? `\`${option}\` has no effect with \`networkNamespace\`: that network is made elsewhere`
        : `\`${option}\` has no effect without \`privateNetwork\``,
      hint: !isInNamespace
        ? "set `privateNetwork: true`"
        : option === "forwardPorts"
          ? "leave it out, and forward the port where the namespace is made"
          : "leave it out, and set up the interfaces where the namespace is made",
      path: [name, option],
      atKey: true,
    }));
};

/**
 * nixpkgs' nixos-containers.nix declares these for extra pairs (networkOptions) and never reads them;
 * nixpawn's own unit sets MAC addresses.
 */
export const unusedInExtraVeths: ContainerRule = (name, options, target) =>
  attributes(options.extraVeths).flatMap(([veth, given]) =>
    (target === "containers"
      ? (["forwardPorts", "localMacAddress"] as const)
      : (["forwardPorts"] as const)
    )
      .filter((option) => {
        const value = given[option];
        return isSet(value) && !(Array.isArray(value) && value.length === 0);
      })
      .map((option) => ({
        code: "NP203",
        severity: "error",
        message: `\`extraVeths.${veth}.${option}\` has no effect: NixOS never uses it`,
        path: [name, "extraVeths", veth, option],
        atKey: true,
      })),
  );

/**
 * On a bridge the host's end of a pair has no address: nixpkgs' nixos-containers.nix gives it none
 * (postStartScript), and its option says that only one of the two can be given. In the container, though, both
 * have an effect (containerInit): a route to hostAddress, and with the first pair the default route over it.
 * So it is how a container on a bridge gets its gateway, which the route to it alone reaches, too: from an
 * address without a network of its own (10.0.0.2, 10.0.0.2/32), say. A warning where the container has no
 * address to send from, and where the gateway is outside of the network that localAddress names.
 */
export const bridgeOrAddress: ContainerRule = (name, options) => [
  ...bridgeProblems([name], { ...options }),
  ...attributes(options.extraVeths).flatMap(([veth, given]) =>
    bridgeProblems([name, "extraVeths", veth], given),
  ),
];

function bridgeProblems(
  path: readonly string[],
  given: Readonly<Record<string, unknown>>,
): Problem[] {
  if (!isSet(given.hostBridge)) return [];
  return (
    [
      ["hostAddress", "localAddress"],
      ["hostAddress6", "localAddress6"],
    ] as const
  )
    .filter(([host, local]) => isSet(given[host]) && !isWithin(given[host], given[local]))
    .map(([host, local]) => ({
      code: "NP205",
      severity: "warning",
      message: `with \`hostBridge\`, \`${host}\` is no address of the host, but the container's ${path.length === 1 ? "gateway" : "way to it"}, ${
        isSet(given[local])
          ? `and it is not in the network of \`${local}\``
          : `which has no \`${local}\` to reach it from`
      }`,
      hint: `give the address to the bridge, and \`${local}\` ${
        isSet(given[local]) ? "the prefix of its network" : "an address in its network"
      }; or leave \`${host}\` out`,
      path: [...path, host],
      relatedPaths: [{ message: "the bridge is here", path: [...path, "hostBridge"] }],
    }));
}

/**
 * Whether an address is in the network of another one, or that one names no network; what only Nix knows may
 * be.
 */
function isWithin(address: unknown, network: unknown): boolean {
  if (isNixExpression(address) || isNixExpression(network)) return true;
  const [at, cidr] = [text(address), text(network)];
  if (at === undefined || cidr === undefined) return false;
  // What is no address is another problem.
  if (!cidr.includes("/") || !ipaddr.isValid(at) || !ipaddr.isValidCIDR(cidr)) return true;
  const [one, other] = [ipaddr.parse(at), ipaddr.parseCIDR(cidr)];
  const isAlone = other[1] === (other[0].kind() === "ipv4" ? 32 : 128);
  return isAlone || (one.kind() === other[0].kind() && one.match(other));
}

/**
 * Nothing reaches a container whose only interface is its loopback: nixpkgs' start script asks for a pair
 * (--network-veth) only for an address or a bridge, and hands the ports on without one.
 */
export const portsNeedInterface: ContainerRule = (name, options) => {
  if (options.privateNetwork !== true || items(options.forwardPorts).length === 0) return [];
  // An interface would be one more mistake (NP201).
  if (isSet(options.networkNamespace)) return [];
  const { interfaces, macvlans, extraVeths } = options;
  const others = [interfaces, macvlans].some(
    (one) => isNixExpression(one) || items(one).length > 0,
  );
  const pairs = isNixExpression(extraVeths) || Object.keys(extraVeths ?? {}).length > 0;
  if (others || pairs || pairOptions.some((option) => isSet(options[option]))) return [];
  return [
    {
      code: "NP220",
      severity: "warning",
      message:
        "`forwardPorts` has no effect: the container has no interface that the ports could lead to",
      hint: "set `hostAddress` and `localAddress`, or `hostBridge`",
      path: [name, "forwardPorts"],
      atKey: true,
    },
  ];
};

/**
 * Both ends of one wire need addresses of their own: in the container, Linux takes no default route over an
 * address of its own (ip-route(8): "Nexthop has invalid gateway"), and containerInit of nixpkgs ends there.
 */
export const bothEndsSame: ContainerRule = (name, options) => [
  ...sameEnds([name], options),
  ...attributes(options.extraVeths).flatMap(([veth, given]) =>
    sameEnds([name, "extraVeths", veth], given),
  ),
];

function sameEnds(
  path: readonly string[],
  given: Readonly<
    Partial<Record<"hostAddress" | "hostAddress6" | "localAddress" | "localAddress6", unknown>>
  >,
): Problem[] {
  return (
    [
      ["hostAddress", "localAddress"],
      ["hostAddress6", "localAddress6"],
    ] as const
  ).flatMap(([host, local]) => {
    const address = normalizedAddress(given[local]);
    if (address === undefined || address !== normalizedAddress(given[host])) return [];
    return [
      {
        code: "NP214",
        severity: "error",
        message: `\`${local}\` is the same address as \`${host}\``,
        path: [...path, local],
        relatedPaths: [{ message: `\`${host}\` is here`, path: [...path, host] }],
      } satisfies Problem,
    ];
  });
}

/**
 * nixpkgs' type of a port takes 0; systemd-nspawn does not (expose_port_parse of its nspawn-expose-ports.c),
 * and the container does not start.
 */
export const portsNotZero: ContainerRule = (name, options) =>
  items(options.forwardPorts).flatMap(([index, forward]) => {
    const given = typeof forward === "object" && !isNixExpression(forward) ? (forward ?? {}) : {};
    return (["hostPort", "containerPort"] as const)
      .filter((option) => option in given && Reflect.get(given, option) === 0)
      .map((option): Problem => ({
        code: "NP103",
        severity: "error",
        message: `\`forwardPorts[${index}].${option}\` must be a port from 1 on: systemd-nspawn forwards no port 0`,
        path: [name, "forwardPorts", index, option],
      }));
  });

/**
 * Without a bridge nixpkgs adds a route of the host to `localAddress` as it is written (postStartScript of
 * nixos-containers.nix), and Linux refuses an IPv4 route whose address is inside of its prefix.
 */
export const prefixNeedsBridge: ContainerRule = (name, options) => [
  ...(options.privateNetwork === true ? prefixProblems([name], options) : []),
  ...attributes(options.extraVeths).flatMap(([veth, given]) =>
    prefixProblems([name, "extraVeths", veth], given),
  ),
];

function prefixProblems(
  path: readonly string[],
  given: Readonly<Partial<Record<"hostBridge" | "localAddress", unknown>>>,
): Problem[] {
  const local = text(given.localAddress);
  if (isSet(given.hostBridge) || local?.includes("/") !== true || !isIPv4(local)) return [];
  if (ipaddr.IPv4.networkAddressFromCIDR(local).toString() === local.replace(/\/.*/, "")) return [];
  return [
    {
      code: "NP218",
      severity: "warning",
      message: `without \`hostBridge\` the container does not start: Linux refuses the host's route to \`${local}\``,
      hint: `leave the prefix out: ${JSON.stringify(local.replace(/\/.*/, ""))}`,
      path: [...path, "localAddress"],
    },
  ];
}

function isIPv4(cidr: string): boolean {
  const [address = ""] = cidr.split("/");
  return ipaddr.IPv4.isValidFourPartDecimal(address) && ipaddr.IPv4.isValidCIDR(cidr);
}
