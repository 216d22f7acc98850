import { describe, expect, test } from "@jest/globals";
import type { ContainerOptions } from "../../src/authoring/container-options.generated.js";
import { nix } from "../../src/index.js";
import { confEntries, confText } from "../../src/spec/conf.js";
import { resolveOptions } from "../../src/spec/options.js";

const text = (given: ContainerOptions): string | undefined =>
  confText(confEntries(resolveOptions(given)), { systemPath: "/nix/store/x-system" });

describe("the conf file", () => {
  test("of a container that says nothing has the defaults", () => {
    expect(text({ config: {} })).toBe(
      'SYSTEM_PATH=/nix/store/x-system\nCOPY_RESOLV_CONF=1\nPRIVATE_USERS=no\nEXTRA_NSPAWN_FLAGS=""\n',
    );
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
        "SYSTEM_PATH=/nix/store/x-system",
        "COPY_RESOLV_CONF=0",
        "PRIVATE_NETWORK=1",
        "HOST_PORT=tcp:8080:80,udp:53:53",
        "HOST_ADDRESS=10.0.0.1",
        "LOCAL_ADDRESS=10.0.0.2",
        "LOCAL_ADDRESS6=fc00::2",
        "PRIVATE_USERS=no",
        "AUTO_START=1",
        'EXTRA_NSPAWN_FLAGS=""',
        "",
      ].join("\n"),
    );
  });

  test("drops network options without a private network", () => {
    expect(text({ config: {}, localAddress: "10.0.0.2" })).not.toContain("10.0.0.2");
  });

  test("has binds by name before the extra flags", () => {
    expect(
      text({
        path: "/srv/system",
        privateUsers: "pick",
        interfaces: ["eth1", "eth2"],
        macvlans: ["eno1"],
        bindMounts: {
          "/z": {},
          "/a": { hostPath: "/srv/a", isReadOnly: false },
          b: { mountPoint: "/c", hostPath: null },
        },
        extraFlags: ["--volatile"],
      }),
    ).toBe(
      [
        "SYSTEM_PATH=/srv/system",
        "COPY_RESOLV_CONF=1",
        "PRIVATE_USERS=pick",
        'INTERFACES="eth1 eth2"',
        'MACVLANS="eno1"',
        'EXTRA_NSPAWN_FLAGS=" --bind=/srv/a:/a --bind-ro=/z --bind-ro=/c --volatile"',
        "",
      ].join("\n"),
    );
  });

  test("of a flake names the flake", () => {
    expect(text({ flake: "github:example/web" })).toMatch(/^FLAKE=github:example\/web\n/);
  });

  test("is unknown where an expression decides", () => {
    const given = { config: {}, privateNetwork: nix`lib.mkForce true`, localAddress: "10.0.0.2" };
    expect(text(given)).toBeUndefined();
    const entries = confEntries(resolveOptions(given));
    expect(entries).toContainEqual({ key: "PRIVATE_NETWORK", value: undefined });
    expect(entries).toContainEqual({ key: "LOCAL_ADDRESS", value: undefined });
    expect(entries).toContainEqual({ key: "COPY_RESOLV_CONF", value: "1" });
  });
});
