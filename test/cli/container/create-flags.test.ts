import { expect, test } from "@jest/globals";
import { optionsOfFlags } from "../../../src/cli/container/create-flags.js";
import { ProblemError } from "../../../src/problems/problem.js";

const codesOf = (flags: Parameters<typeof optionsOfFlags>[1]): string[] => {
  try {
    return optionsOfFlags("web", flags).warnings.map(({ code }) => code);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problems.map(({ code }) => `${code}: ${error.problems[0]?.severity ?? ""}`);
  }
};

test("flags are options of NixOS", () => {
  const flags = {
    hostAddress: "10.0.0.1",
    localAddress: "10.0.0.2",
    port: ["8080", "8443:443", "udp:53:53"],
    bind: ["/data:/srv", "/a\\:b"],
    bindRo: ["/etc/ssl"],
    device: ["/dev/fuse:rw"],
    capability: ["CAP_SYS_TIME"],
    privateUsers: "65536",
    noResolvConf: true,
    hostInterface: "wire",
    extraVeth: ["lan0,bridge=br0,local-address=10.0.1.2/24", "lan1"],
    limit: ["MemoryMax=2G", "IODeviceWeight=/dev/a 1", "IODeviceWeight=/dev/b 2"],
    timeoutStart: "2min",
  };
  expect(optionsOfFlags("web", flags).options).toEqual({
    privateNetwork: true,
    hostAddress: "10.0.0.1",
    localAddress: "10.0.0.2",
    forwardPorts: [
      { protocol: "tcp", hostPort: 8080 },
      { protocol: "tcp", hostPort: 8443, containerPort: 443 },
      { protocol: "udp", hostPort: 53, containerPort: 53 },
    ],
    bindMounts: {
      "/srv": { hostPath: "/data", isReadOnly: false },
      // The rules and the conf file know what it means.
      "/a\\:b": { hostPath: "/a\\:b", isReadOnly: false },
      "/etc/ssl": { hostPath: "/etc/ssl", isReadOnly: true },
    },
    allowedDevices: [{ node: "/dev/fuse", modifier: "rw" }],
    additionalCapabilities: ["CAP_SYS_TIME"],
    privateUsers: 65536,
    copyResolvConf: false,
    hostInterface: "wire",
    extraVeths: { lan0: { hostBridge: "br0", localAddress: "10.0.1.2/24" }, lan1: {} },
    resourceControl: { MemoryMax: "2G", IODeviceWeight: ["/dev/a 1", "/dev/b 2"] },
    timeoutStartSec: "2min",
  });
});

test("a bind that is to be read-only is told of --bind-ro", () => {
  expect(() => optionsOfFlags("web", { bind: ["/data:/srv:ro"] })).toThrow(
    expect.objectContaining({
      problems: [
        expect.objectContaining({
          message: "`--bind` is SOURCE[:PATH[:OPTIONS]], not `/data:/srv:ro`",
          hint: expect.stringContaining("`--bind-ro` mounts it read-only"),
        }),
      ],
    }),
  );
});

test("a bind may have options of systemd-nspawn's", () => {
  const { options } = optionsOfFlags("web", {
    bind: ["/data:/srv:rootidmap"],
    bindRo: ["/run/key:/key:norbind,noidmap"],
  });
  expect(options.bindMounts).toEqual({
    "/srv:rootidmap": { hostPath: "/data", isReadOnly: false },
    "/key:norbind,noidmap": { hostPath: "/run/key", isReadOnly: true },
  });
});

test("a network of its own, unless another is asked for", () => {
  const isPrivate = (flags: Parameters<typeof optionsOfFlags>[1]): unknown =>
    optionsOfFlags("web", flags).options.privateNetwork;
  expect(isPrivate({})).toBe(true);
  expect(isPrivate({ hostNetwork: true })).toBe(false);
  expect(isPrivate({ networkNamespace: "/run/netns/x" })).toBe(false);
});

test.each([
  [{ port: ["x"] }, ["NP901: error"]],
  [{ limit: ["MemoryMax"] }, ["NP901: error"]],
  [{ limit: ["MemoryMx=1G"] }, ["NP102: error"]],
  [{ limit: ["MemoryMax=1\nExecStart=/x"] }, ["NP103: error"]],
  [{ extraVeth: ["lan0,mtu=1500"] }, ["NP901: error"]],
  [{ extraVeth: ["lan0,toString=1"] }, ["NP901: error"]],
  [{ extraVeth: ["a name that is too long"] }, ["NP213: error"]],
  [{ port: ["70000:80"] }, ["NP103: error"]],
  [{ port: ["8080:80"] }, []],
  [{ bind: ["/data:/srv:ro"] }, ["NP901: error"]],
  [{ bind: ["/data:/srv:"] }, ["NP901: error"]],
  [{ bindRo: ["/data:/srv:noidmap"] }, []],
  [{ bind: ["/a\\:b:/c\\:d"] }, []],
  [{ device: ["/dev/fuse"] }, ["NP901: error"]],
  [{ hostNetwork: true, privateNetwork: true }, ["NP901: error"]],
  [{ localAddress: "10.0.0.300" }, ["NP103: error"]],
  [{ localMacAddress: "zz" }, ["NP103: error"]],
  [{ hostNetwork: true, localAddress: "10.0.0.2" }, ["NP202: error"]],
  [{ privateUsers: "pick", bind: ["/data:/srv"] }, []],
  [{ privateUsers: "pick", bind: ["/dev/dri:/dev/dri"] }, ["NP211"]],
])("%j is %j", (flags, codes) => {
  expect(codesOf(flags)).toEqual(codes);
});
