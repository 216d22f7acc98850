import { describe, expect, test } from "@jest/globals";
import type { ContainerOptions } from "../../src/authoring/container-options.generated.js";
import { nix } from "../../src/index.js";
import { confEntries } from "../../src/conf/entries.js";
import { environmentFileText } from "../../src/conf/environment-file-text.js";
import { resolveOptions } from "../../src/plan/known-options.js";

/** The file's text, as far as it is known before the evaluation. */
const text = (given: ContainerOptions): string =>
  environmentFileText(
    {
      comments: [],
      assignments: confEntries(resolveOptions(given)).flatMap(({ key, value }) =>
        value === undefined ? [] : [{ key, value }],
      ),
    },
    { words: "a container" },
  );

describe("the conf file", () => {
  test("of a container that says nothing has the defaults", () => {
    expect(text({ config: {} })).toBe("COPY_RESOLV_CONF=1\nPRIVATE_USERS=no\n");
  });

  test("has the private network, with a port of the container that was left out", () => {
    expect(
      text({
        config: {},
        autoStart: true,
        copyResolvConf: false,
        privateNetwork: true,
        hostAddress: "10.0.0.1",
        localAddress: "10.0.0.2",
        localAddress6: "fc00::2",
        localMacAddress: null,
        forwardPorts: [
          { hostPort: 8080, containerPort: 80 },
          { protocol: "udp", hostPort: 53 },
        ],
      }),
    ).toBe(
      [
        "COPY_RESOLV_CONF=0",
        "PRIVATE_NETWORK=1",
        "HOST_PORT=tcp:8080:80,udp:53:53",
        "HOST_ADDRESS=10.0.0.1",
        "LOCAL_ADDRESS=10.0.0.2",
        "LOCAL_ADDRESS6=fc00::2",
        "PRIVATE_USERS=no",
        "AUTO_START=1",
        "",
      ].join("\n"),
    );
  });

  test("drops network options without a private network", () => {
    expect(text({ config: {}, localAddress: "10.0.0.2" })).not.toContain("10.0.0.2");
  });

  test("has lists of words, and escapes those of own keys", () => {
    expect(
      text({
        path: "/srv/system",
        privateUsers: "pick",
        interfaces: ["eth1", "eth2"],
        macvlans: ["eno1"],
        bindMounts: {
          "/z": {},
          "/a": { hostPath: "/srv/a b", isReadOnly: false },
          b: { mountPoint: "/c:d", hostPath: null },
        },
        tmpfs: ["/tmp:size=1G", "/a\tb"],
        additionalCapabilities: ["CAP_SYS_ADMIN"],
        enableTun: true,
        ephemeral: true,
        extraFlags: ["--volatile", "--setenv=A=\\"],
      }),
    ).toBe(
      [
        "SYSTEM_PATH=/srv/system",
        "COPY_RESOLV_CONF=1",
        "PRIVATE_USERS=pick",
        'INTERFACES="eth1 eth2"',
        "MACVLANS=eno1",
        "EPHEMERAL=1",
        'TMPFS="/tmp:size=1G /a\\\\x09b"',
        'BIND="/srv/a\\\\x20b:/a"',
        'BIND_RO="/z /c\\\\x5c:d"',
        'CAPABILITIES="CAP_SYS_ADMIN CAP_NET_ADMIN"',
        'EXTRA_NSPAWN_FLAGS="--volatile --setenv=A=\\\\"',
        "",
      ].join("\n"),
    );
  });

  test("has further pairs of interfaces, and the name of the host's end where there is a pair", () => {
    const pair = { privateNetwork: true, hostInterface: "wire" } as const;
    expect(
      text({
        path: "/x",
        ...pair,
        hostBridge: "br0",
        extraVeths: {
          lan1: {},
          lan0: {
            localAddress: "10.1.0.2/24",
            hostBridge: "br1",
            localMacAddress: "02:00:00:00:00:0a",
          },
        },
      }),
    ).toBe(
      [
        "SYSTEM_PATH=/x",
        "COPY_RESOLV_CONF=1",
        "PRIVATE_NETWORK=1",
        "HOST_BRIDGE=br0",
        "HOST_INTERFACE=wire",
        'EXTRA_VETHS="lan0,HOST_BRIDGE=br1,LOCAL_ADDRESS=10.1.0.2/24,LOCAL_MAC_ADDRESS=02:00:00:00:00:0a lan1"',
        "PRIVATE_USERS=no",
        "",
      ].join("\n"),
    );
    expect(text({ path: "/x", ...pair, macvlans: ["eno1"] })).not.toContain("HOST_INTERFACE");
  });

  test("of a flake names the flake", () => {
    expect(text({ flake: "github:example/web" })).toMatch(/^FLAKE=github:example\/web\n/);
  });

  test("is unknown where an expression decides", () => {
    const given = { config: {}, privateNetwork: nix`lib.mkForce true`, localAddress: "10.0.0.2" };
    const entries = confEntries(resolveOptions(given));
    expect(entries).toContainEqual({ key: "PRIVATE_NETWORK", value: undefined });
    expect(entries).toContainEqual({ key: "LOCAL_ADDRESS", value: undefined });
    expect(entries).toContainEqual({ key: "COPY_RESOLV_CONF", value: "1" });
  });
});
