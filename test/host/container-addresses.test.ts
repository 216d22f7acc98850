import { describe, expect, test } from "@jest/globals";
import { containerAddresses, hasOwnNetwork } from "../../src/host/container-addresses.js";

const addressesOf = (values: Readonly<Record<string, string>>) =>
  containerAddresses({
    name: "web",
    conf: { values: new Map(Object.entries(values)), mark: undefined, owner: "other" },
    running: false,
  });

describe("the addresses of a container that does not run", () => {
  test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    ["of its pair", { PRIVATE_NETWORK: "1", LOCAL_ADDRESS: "10.0.0.2/24" }, ["10.0.0.2"]],
    [
      "IPv4 first, further pairs last",
      {
        PRIVATE_NETWORK: "1",
        EXTRA_VETHS: "a,HOST_ADDRESS=10.7.0.1,LOCAL_ADDRESS=10.7.0.2 b,LOCAL_ADDRESS6=fc00:0:0::3",
        LOCAL_ADDRESS6: "fc00:0::2/64",
        LOCAL_ADDRESS: "10.0.0.2",
      },
      ["10.0.0.2", "10.7.0.2", "fc00::2", "fc00::3"],
    ],
    ["of further pairs alone", { EXTRA_VETHS: "a,LOCAL_ADDRESS=10.7.0.2" }, ["10.7.0.2"]],
    ["none with the host's network", { LOCAL_ADDRESS: "10.0.0.2" }, []],
    [
      "a network of its own, without the pair",
      { MACVLANS: "eno1", LOCAL_ADDRESS: "10.0.0.2", LOCAL_ADDRESS6: "fc00::2" },
      [],
    ],
  ])("%s", async (_what, values, expected) => {
    expect(await addressesOf(values)).toEqual(expected);
  });

  test.each([
    ["PRIVATE_NETWORK", "1", true],
    ["PRIVATE_NETWORK", "0", false],
    ["EXTRA_VETHS", "a", true],
    ["INTERFACES", "eno2", true],
    ["MACVLANS", "eno1", true],
    ["NETWORK_NAMESPACE_PATH", "/run/netns/a", true],
    ["MACVLANS", "", false],
    ["EXTRA_NSPAWN_FLAGS", " --bind=/a --network-zone=b", true],
    ["EXTRA_NSPAWN_FLAGS", "--bind=/--network-a", false],
    ["HOST_ADDRESS", "10.0.0.1", false],
  ])("%s=%s takes the host's network away: %j", (key, value, expected) => {
    expect(hasOwnNetwork(new Map([[key, value]]))).toBe(expected);
  });
});
