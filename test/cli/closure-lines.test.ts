import { expect, test } from "@jest/globals";
import { closureLines } from "../../src/cli/closure-lines.js";

const MiB = 2 ** 20;

test("versions and sizes, without what is no news", () => {
  expect(
    closureLines([
      { name: "nginx", before: ["1.28.0"], after: ["1.29.0"], sizeDelta: 1.25 * MiB },
      { name: "glibc", before: ["2.40", "2.42"], after: ["2.42"], sizeDelta: -30 * MiB },
      { name: "curl", before: [], after: ["8.18.0"], sizeDelta: 900 },
      { name: "nginx.conf", before: [], after: [""], sizeDelta: 300 },
      { name: "unit-x.service", before: [""], after: [], sizeDelta: -300 },
      { name: "etc", before: [""], after: [""], sizeDelta: 200 },
      { name: "big", before: ["1"], after: ["1"], sizeDelta: 10_000 },
    ]),
  ).toEqual([
    "nginx: 1.28.0 -> 1.29.0, +1.3 MiB",
    "glibc: 2.40, 2.42 -> 2.42, -30.0 MiB",
    "curl: 8.18.0 added",
    "nginx.conf: added",
    "unit-x.service: removed",
    "big: +10 KiB",
  ]);
});
