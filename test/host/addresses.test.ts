import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { ProblemError } from "../../src/problems/problem.js";
import { demandFree, freePair, takenAddresses } from "../../src/host/addresses.js";
import type { HostContainer, HostState } from "../../src/host/host-state.js";
import { hostLayout } from "../../src/host/layout.js";

function host(confs: Readonly<Record<string, Readonly<Record<string, string>>>>): HostState {
  const containers = Object.entries(confs).map(([name, values]): [string, HostContainer] => [
    name,
    {
      name,
      conf: { values: new Map(Object.entries(values)), mark: undefined, owner: "other" },
      profile: undefined,
      running: undefined,
      runningSystem: undefined,
    },
  ]);
  return { layout: hostLayout("/nowhere"), containers: new Map(containers) };
}

test("the first pair that nobody has", () => {
  expect(freePair(new Set())).toEqual({ hostAddress: "10.233.1.1", localAddress: "10.233.1.2" });
  const taken = takenAddresses(
    host({
      a: { HOST_ADDRESS: "10.233.1.1", LOCAL_ADDRESS: "10.233.1.2/24" },
      b: { LOCAL_ADDRESS: "10.233.2.77" },
      c: { LOCAL_ADDRESS6: "fc00::1" },
    }),
  );
  expect(freePair(taken).localAddress).toBe("10.233.3.2");
});

test("the addresses of the host itself are taken", () => {
  expect(takenAddresses(host({})).has("127.0.0.1")).toBe(true);
});

test("no pair is given twice, and each is one of 254", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 254 }), { maxLength: 253 }), (numbers) => {
      const taken = new Set(numbers.map((number) => `10.233.${String(number)}.1`));
      const { hostAddress, localAddress } = freePair(taken);
      expect(taken.has(hostAddress)).toBe(false);
      expect(localAddress).toBe(hostAddress.replace(/1$/, "2"));
      expect(Number(hostAddress.split(".")[2])).toBeLessThanOrEqual(254);
    }),
  );
});

test("when all are taken, it says so", () => {
  const all = new Set(Array.from({ length: 254 }, (_, index) => `10.233.${String(index + 1)}.9`));
  expect(() => freePair(all)).toThrow(ProblemError);
});

test("an address of another container is refused, in any of its forms; one's own is not", () => {
  const state = host({ web: { LOCAL_ADDRESS6: "fc00:0:0::1/64" } });
  expect(() => {
    demandFree(["fc00::1"], "db", state);
  }).toThrow("NP715: the address `fc00::1` is in use by container `web`");
  demandFree(["fc00::1"], "web", state);
  demandFree(["fc00::2", undefined, null], "db", state);
});
