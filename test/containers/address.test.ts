import { expect, test } from "@jest/globals";
import fc from "fast-check";
import ipaddr from "ipaddr.js";
import { normalizedAddress } from "../../src/containers/address.js";

test.each<[unknown, string | undefined]>([
  ["10.0.0.1", "10.0.0.1"],
  ["10.0.0.1/24", "10.0.0.1"],
  ["fc00:0:0::0001/64", "fc00::1"],
  ["FC00::1", "fc00::1"],
  ["10.0.0.256", undefined],
  ["10.0.0.1.", undefined],
  ["", undefined],
  ["web", undefined],
  [7, undefined],
  [undefined, undefined],
])("%p is %s", (value, address) => {
  expect(normalizedAddress(value)).toBe(address);
});

test("the same address in any two forms is one", () => {
  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
  fc.assert(
    fc.property(fc.oneof(bytes(4), bytes(16)), (given) => {
      const address = ipaddr.fromByteArray([...given]);
      expect(normalizedAddress(address.toNormalizedString())).toBe(address.toString());
      expect(normalizedAddress(`${address.toString()}/8`)).toBe(address.toString());
    }),
  );
});
