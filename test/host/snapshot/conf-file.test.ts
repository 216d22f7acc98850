import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { confFileText, readConfFile } from "../../../src/host/snapshot/conf-file.js";
import { desiredContainer } from "../../../src/host/actions/desired.js";

const options = {
  config: {},
  privateNetwork: true,
  hostAddress: "10.0.0.1",
  bindMounts: { "/srv": { hostPath: '/data/a "b" $c' } },
  tmpfs: ["/tmp:size=4G"],
  enableTun: true,
  extraVeths: { ve2: { localAddress: "10.0.1.2/24", hostAddress: null, forwardPorts: [] } },
};

describe("the conf file that nixpawn writes", () => {
  test("starts the profile, and notes what its lines cannot say", () => {
    const web = { name: "web", options, system: "/nix/store/x-system" };
    expect(confFileText(desiredContainer(web), "/etc/c.ts")).toBe(
      [
        "# Written by nixpawn: changes here are lost.",
        '# nixpawn {"version":1,"config":"/etc/c.ts","unit":{"enableTun":true}}',
        "COPY_RESOLV_CONF=1",
        "PRIVATE_NETWORK=1",
        "HOST_ADDRESS=10.0.0.1",
        "EXTRA_VETHS=ve2,LOCAL_ADDRESS=10.0.1.2/24",
        "PRIVATE_USERS=no",
        "TMPFS=/tmp:size=4G",
        'BIND_RO="/data/a\\\\x20\\"b\\"\\\\x20\\$c:/srv"',
        "CAPABILITIES=CAP_NET_ADMIN",
        "",
      ].join("\n"),
    );
  });

  test("reading gives back what was written", () => {
    const text = fc.string().filter((one) => !/\p{Cc}/u.test(one));
    const container = fc.record({
      extraFlags: fc.array(text),
      tmpfs: fc.array(text),
      enableTun: fc.boolean(),
      timeoutStartSec: fc.string(),
      ephemeral: fc.boolean(),
      additionalCapabilities: fc.array(fc.constantFrom("CAP_NET_RAW" as const, "all" as const)),
      extraVeths: fc.dictionary(text, fc.record({ hostAddress: fc.option(text) })),
    });
    fc.assert(
      fc.property(container, fc.string(), (some, config) => {
        const desired = desiredContainer({ name: "web", options: some, system: "/x" });
        const read = readConfFile(confFileText(desired, config));
        expect(read.values).toEqual(desired.conf);
        expect(read.mark).toEqual({ config, unit: desired.unit });
      }),
    );
  });

  test.each([
    ["nixpkgs' own", "SYSTEM_PATH=/nix/store/x\nPRIVATE_USERS=no\n"],
    ["of another version", '# nixpawn {"version":2,"config":"/c.ts","unit":{}}\nSYSTEM_PATH=/x\n'],
    ["broken", '# nixpawn {"version":1,"config\nSYSTEM_PATH=/x\n'],
    ["marked twice", '# nixpawn {"version":1,"config":"/c","unit":{}}\n'.repeat(2)],
    ["without a config", '# nixpawn {"version":1,"unit":{}}\n'],
  ])("a file that is %s is not nixpawn's", (_what, text) => {
    expect(readConfFile(text).mark).toBeUndefined();
  });
});
