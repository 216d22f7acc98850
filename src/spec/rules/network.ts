import ipaddr from "ipaddr.js";
import { isNixExpression } from "../../nix/value.js";
import type { Problem } from "../../problems/problem.js";
import { normalizedAddress } from "./address.js";
import { attributes, isSet, items, text, type ContainerRule } from "./rule.js";

/** The options of a veth pair; without any of them there is none. */
export const pairOptions = [
  "hostBridge",
  "hostAddress",
  "hostAddress6",
  "localAddress",
  "localAddress6",
  "localMacAddress",
] as const;

const needPrivateNetwork = [...pairOptions, "forwardPorts"] as const;

/**
 * networkNamespace is a network of its own: systemd-nspawn takes no other network option beside it.
 * nixpkgs checks two of them.
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

/** Upstream writes these to the conf file only with privateNetwork. */
export const networkWithoutPrivateNetwork: ContainerRule = (name, options) => {
  if (options.privateNetwork === true || isNixExpression(options.privateNetwork)) return [];
  return needPrivateNetwork
    .filter((option) => {
      const value = options[option];
      return isSet(value) && !(Array.isArray(value) && value.length === 0);
    })
    .map((option) => ({
      code: "NP202",
      severity: "error",
      message: `\`${option}\` has no effect without \`privateNetwork\``,
      hint: "set `privateNetwork: true`",
      path: [name, option],
      atKey: true,
    }));
};

/** Accepted and never used; nixpawn's own unit sets MAC addresses. */
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

/** With a bridge, the host's addresses belong to the bridge. */
export const bridgeOrAddress: ContainerRule = (name, options) => [
  ...bridgeProblems([name], options),
  ...attributes(options.extraVeths).flatMap(([veth, given]) =>
    bridgeProblems([name, "extraVeths", veth], given),
  ),
];

function bridgeProblems(
  path: readonly string[],
  given: Readonly<Partial<Record<"hostBridge" | "hostAddress" | "hostAddress6", unknown>>>,
): Problem[] {
  if (!isSet(given.hostBridge)) return [];
  return (["hostAddress", "hostAddress6"] as const)
    .filter((option) => isSet(given[option]))
    .map((option) => ({
      code: "NP205",
      severity: "error",
      message: `\`${option}\` and \`hostBridge\` exclude each other`,
      hint: "give the address to the bridge",
      path: [...path, option],
      relatedPaths: [{ message: "the bridge is here", path: [...path, "hostBridge"] }],
    }));
}

/** Nothing reaches a container whose only interface is its loopback. */
export const portsNeedInterface: ContainerRule = (name, options) => {
  if (options.privateNetwork !== true || items(options.forwardPorts).length === 0) return [];
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

/** Both ends of one wire need addresses of their own. */
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

/** nixpkgs takes 0 for a port; systemd-nspawn does not, and the container does not start. */
export const portsNotZero: ContainerRule = (name, options) =>
  items(options.forwardPorts).flatMap(([index, forward]) => {
    const given = typeof forward === "object" && forward !== null ? forward : {};
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
 * Without a bridge nixpkgs adds a route of the host to `localAddress` as it is written, and Linux
 * refuses an IPv4 route whose address is inside of its prefix.
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
