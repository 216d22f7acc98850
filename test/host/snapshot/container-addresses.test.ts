import { afterEach, describe, expect, test } from "@jest/globals";
import {
  containerAddresses,
  hasOwnNetwork,
} from "../../../src/host/snapshot/container-addresses.js";
import { thisHost } from "../../../src/host/system/this-host.js";
import { stubProgram } from "../../support/stub-program.js";

type Values = Readonly<Record<string, string>>;

const container = (name: string, values: Values, running: boolean) => ({
  name,
  conf: { values: new Map(Object.entries(values)), mark: undefined, owner: "other" as const },
  running,
});

const addressesOf = async (values: Values) =>
  (await containerAddresses(thisHost, [container("web", values, false)])).get("web");

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

describe("the addresses of containers that run, as machined knows them", () => {
  const path = process.env.PATH;
  afterEach(() => {
    process.env.PATH = path;
  });

  const own = { PRIVATE_NETWORK: "1", LOCAL_ADDRESS: "10.0.0.9" };

  /** Two that run, one that does not, and one with the host's network. */
  const several = [
    container("a", own, true),
    container("b", own, true),
    container("idle", own, false),
    container("plain", {}, true),
  ];

  function machinectl(list: string) {
    const program = stubProgram("machinectl", list);
    process.env.PATH = program.path;
    return program;
  }

  /** What it answers of any container: 10.5.0.1, and an address of its link. */
  function busctl() {
    const data = "[[[2,[10,5,0,1]],[10,[254,128,0,0,0,0,0,0,0,0,0,0,0,0,0,1]]]]";
    const program = stubProgram("busctl", `echo '{"type":"a(iay)","data":${data}}'`);
    process.env.PATH = program.path;
    return program;
  }

  test.each([
    ["each on a line of its own, and null for none", "\\n", "null"],
    ["as older ones: blanks between them, and a dash for none", " ", '"-"'],
  ])("are one list of machinectl's: %s", async (_what, between, none) => {
    const words = ["10.1.1.2", "fc00:0::2", "fe80::1", "…"].join(between);
    const list = `[{"machine":"a","class":"container","addresses":"${words}"},{"machine":"b","addresses":${none}},{"machine":"vm"}]`;
    const bus = busctl();
    const machines = machinectl(`cat <<'END'\n${list}\nEND`);
    expect([...(await containerAddresses(thisHost, several))]).toEqual([
      ["a", ["10.1.1.2", "fc00::2"]],
      ["b", ["10.0.0.9"]],
      ["idle", ["10.0.0.9"]],
      ["plain", []],
    ]);
    expect(machines.calls()).toEqual([
      ["list", "--output=json", "--no-legend", "--max-addresses=all"],
    ]);
    expect(bus.calls()).toEqual([]);
  });

  test.each([
    ["prints a table", "echo 'a container systemd-nspawn nixos - 10.1.1.2'"],
    ["does not know the option", "exit 1"],
  ])("are asked for one by one where machinectl %s", async (_what, script) => {
    const bus = busctl();
    machinectl(script);
    const found = await containerAddresses(thisHost, several);
    expect([found.get("a"), found.get("b")]).toEqual([["10.5.0.1"], ["10.5.0.1"]]);
    expect(bus.calls().map((words) => words.at(-1))).toEqual(["a", "b"]);
  });

  test("of one are asked for by themselves, and no other machine is looked at", async () => {
    const machines = machinectl("exit 1");
    const bus = busctl();
    const found = await containerAddresses(
      thisHost,
      several.filter(({ name }) => name !== "b"),
    );
    expect(found.get("a")).toEqual(["10.5.0.1"]);
    expect([machines.calls(), bus.calls().length]).toEqual([[], 1]);
  });
});
