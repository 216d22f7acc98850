import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { nearest } from "../../src/problems/nearest.js";
import { processorTime } from "../support/processor-time.js";

const options = ["autoStart", "hostAddress", "hostAddress6", "localAddress", "tmpfs", "path"];

test.each([
  ["autoStrat", "autoStart"],
  ["autostart", "autoStart"],
  ["AUTOSTART", "autoStart"],
  ["localAdress", "localAddress"],
  ["hostAdress6", "hostAddress6"],
  ["tmpf", "tmpfs"],
  ["tmpsf", "tmpfs"],
  ["pth", "path"],
  ["paths", "path"],
  ["toString", undefined],
  ["x", undefined],
  ["", undefined],
])("%s is most likely %s", (name, meant) => {
  expect(nearest(name, options)).toBe(meant);
});

test("a name itself is nearest, and one slip away it still is, among names that are far apart", () => {
  const far = ["additionalCapabilities", "bindMounts", "forwardPorts", "privateNetwork"];
  fc.assert(
    fc.property(
      fc.constantFrom(...far),
      fc.nat(20),
      fc.constantFrom("x", "", "7"),
      (name, at, put) => {
        expect(nearest(name, far)).toBe(name);
        const index = at % name.length;
        expect(nearest(name.slice(0, index) + put + name.slice(index + 1), far)).toBe(name);
      },
    ),
  );
});

test("thousands of names take no time to speak of", () => {
  const names = Array.from({ length: 4000 }, (_, index) => `container-${index}`);
  const taken = processorTime(() => {
    expect(nearest("contaner-3999", names)).toBe("container-3999");
  });
  expect(taken).toBeLessThan(2000);
});
