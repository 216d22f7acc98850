import { chmodSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { ProblemError } from "../../../src/problems/problem.js";
import { freePair, takenAddresses } from "../../../src/host/act/addresses.js";
import { thisHost } from "../../../src/host/system/this-host.js";
import { ownAddresses } from "../../../src/host/snapshot/own-addresses.js";
import { folderWith } from "../../support/program.js";
import { hostOf as host } from "../support/hosts.js";

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

test("the addresses of further pairs are a container's, too", () => {
  const state = host({
    a: { EXTRA_VETHS: "ve0,HOST_BRIDGE=br0,LOCAL_ADDRESS=10.233.1.2/24 ve1,HOST_ADDRESS6=fc00::1" },
  });
  expect([...takenAddresses(state)]).toEqual(["10.233.1.2", "fc00::1"]);
  expect(freePair(takenAddresses(state)).localAddress).toBe("10.233.2.2");
});

test("so are those of a conf file that cannot be read", () => {
  const values = new Map([["LOCAL_ADDRESS", "10.233.1.2"]]);
  const state = { ...host({}), unreadable: new Map([["bad", values]]) };
  expect(freePair(takenAddresses(state)).localAddress).toBe("10.233.2.2");
});

describe("the addresses of the host itself", () => {
  const path = process.env.PATH;
  afterEach(() => {
    process.env.PATH = path;
  });

  function ip(script: string): void {
    const folder = folderWith({ ip: `#!/bin/sh\n${script}\n` });
    chmodSync(join(folder, "ip"), 0o755);
    process.env.PATH = `${folder}:${path ?? ""}`;
  }

  test("are those of all its interfaces, also of such as are down", async () => {
    ip(`[ "$*" = "-json address show" ] || exit 1
echo '[{"ifname":"lo","addr_info":[{"local":"127.0.0.1"}]},{},{"ifname":"down0","operstate":"DOWN","addr_info":[{"family":"inet","local":"10.233.1.1","address":"10.233.2.2","prefixlen":24},{"family":"inet6","local":"FC00:0::7"}]}]'`);
    const own = await ownAddresses({ root: "/", system: thisHost });
    for (const one of ["127.0.0.1", "10.233.1.1", "10.233.2.2", "fc00::7"]) {
      expect(own).toContain(one);
    }
    expect(freePair(own).localAddress).toBe("10.233.3.2");
  });

  test("are not those of a system that is being staged", async () => {
    ip(`echo '[{"addr_info":[{"local":"10.233.1.1"}]}]'`);
    expect([...(await ownAddresses({ root: "/staged", system: thisHost }))]).toEqual([
      "127.0.0.1",
      "::1",
    ]);
  });

  test("are those that Node knows where there is no `ip`, or none that is of use", async () => {
    for (const script of ["exit 1", "echo no json", "echo '[null]'", "echo 7"]) {
      ip(script);
      expect(await ownAddresses({ root: "/", system: thisHost })).toContain("127.0.0.1");
    }
    process.env.PATH = folderWith({});
    expect(await ownAddresses({ root: "/", system: thisHost })).toContain("127.0.0.1");
  });
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
