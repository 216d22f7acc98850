import { expect, test } from "@jest/globals";
import { claimedByOthers } from "../../../src/host/actions/claims-of-others.js";
import { hostOf } from "../support/hosts.js";

const none: ReadonlySet<string> = new Set();

function wanted(name: string, conf: Readonly<Record<string, string>>) {
  return { name, conf: new Map(Object.entries(conf)) };
}

test("an address of another container, at the option that asks for it", () => {
  const host = hostOf({ web: { LOCAL_ADDRESS6: "fc00:0:0::1/64", HOST_ADDRESS: "10.0.0.1" } });
  expect(claimedByOthers([wanted("db", { LOCAL_ADDRESS6: "fc00::1" })], host, none)).toEqual([
    {
      code: "NP715",
      severity: "error",
      message: "the address `fc00::1` is in use by container `web`",
      path: ["db", "localAddress6"],
    },
  ]);
  expect(claimedByOthers([wanted("web", { LOCAL_ADDRESS6: "fc00::1" })], host, none)).toEqual([]);
  expect(claimedByOthers([wanted("db", { LOCAL_ADDRESS6: "fc00::2" })], host, none)).toEqual([]);
  // A host's end is no container's; host's ends may be the same.
  expect(claimedByOthers([wanted("db", { HOST_ADDRESS6: "fc00::1" })], host, none)).toHaveLength(1);
  expect(claimedByOthers([wanted("db", { HOST_ADDRESS: "10.0.0.1" })], host, none)).toEqual([]);
  // One that is removed before gives its own up.
  const same = [wanted("db", { LOCAL_ADDRESS6: "fc00::1" })];
  expect(claimedByOthers(same, host, none, ["web"])).toEqual([]);
});

test("what one has already is nobody else's to complain of", () => {
  const host = hostOf({ a: { LOCAL_ADDRESS: "10.0.0.2" }, b: { LOCAL_ADDRESS: "10.0.0.2" } });
  const conf = { LOCAL_ADDRESS: "10.0.0.2", HOST_PORT: "tcp:80:80" };
  expect(claimedByOthers([wanted("a", conf)], host, new Set(["10.0.0.2"]))).toEqual([]);
});

test("what a container runs with counts, whatever its conf file says by now", () => {
  const startedWith = new Map([["LOCAL_ADDRESS", "10.0.0.9"]]);
  const host = hostOf({ web: {} }, { running: true, startedWith });
  const db = wanted("db", { LOCAL_ADDRESS: "10.0.0.9" });
  expect(claimedByOthers([db], host, none)).toHaveLength(1);
  // One of the same config that is not restarted keeps what it has; one that is gives it up.
  const both = [db, wanted("web", {})];
  expect(claimedByOthers(both, host, none, [])).toMatchObject([
    {
      message: "the address `10.0.0.9` is in use by container `web`",
      path: ["db", "localAddress"],
    },
  ]);
  expect(claimedByOthers(both, host, none, ["web"])).toEqual([]);
});

test("ports and interfaces count where their container runs, or will by itself", () => {
  const port = [wanted("db", { HOST_PORT: "tcp:80:80" })];
  const values = { HOST_PORT: "tcp:80:8080" };
  const found = (more: object, conf: Readonly<Record<string, string>> = values) =>
    claimedByOthers(port, hostOf({ web: conf }, more), none).map(({ message }) => message);
  expect(found({ running: false })).toEqual([]);
  const message = "the host's tcp port 80 is in use by container `web`";
  expect(found({ running: true })).toEqual([message]);
  expect(found({ running: false }, { ...values, AUTO_START: "1" })).toEqual([message]);
});

test("the addresses of the host are no container's own end; its host's end they may be", () => {
  const own = new Set(["192.0.2.1", "fc00::7"]);
  const host = hostOf({});
  const fine = wanted("db", { HOST_ADDRESS: "192.0.2.1", LOCAL_ADDRESS: "192.0.2.2/24" });
  expect(claimedByOthers([fine], host, own)).toEqual([]);
  expect(
    claimedByOthers([wanted("db", { LOCAL_ADDRESS6: "fc00:0::7/64" })], host, own),
  ).toMatchObject([{ message: "the address `fc00::7` is in use by this host" }]);
});

test("those of a conf file that cannot be read, and of further pairs, are taken", () => {
  const values = new Map([["EXTRA_VETHS", "ve0,LOCAL_ADDRESS=10.233.1.2"]]);
  const host = { ...hostOf({}), unreadable: new Map([["bad", values]]) };
  expect(
    claimedByOthers([wanted("db", { LOCAL_ADDRESS: "10.233.1.2" })], host, none),
  ).toMatchObject([{ message: "the address `10.233.1.2` is in use by container `bad`" }]);
});

test("an address that goes with its container to another bridge is looked at there", () => {
  const at = (bridge: string) => ({ HOST_BRIDGE: bridge, LOCAL_ADDRESS: "10.0.0.5" });
  const host = hostOf({ a: at("br1"), b: at("br0") });
  expect(claimedByOthers([wanted("b", at("br0"))], host, none)).toEqual([]);
  expect(claimedByOthers([wanted("b", at("br1"))], host, none)).toMatchObject([
    { code: "NP715", severity: "error", path: ["b", "localAddress"] },
  ]);
});

test("a MAC address is a container's while it runs, so that two can take turns", () => {
  const mac = { LOCAL_MAC_ADDRESS: "02:00:00:00:00:0A" };
  const found = (running: boolean) =>
    claimedByOthers([wanted("db", mac)], hostOf({ web: mac }, { running }), none);
  expect(found(true)).toHaveLength(1);
  expect(found(false)).toEqual([]);
});
