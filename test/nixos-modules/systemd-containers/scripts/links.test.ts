import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { confEntries } from "../../../../src/conf/entries.js";
import { resolveOptions } from "../../../../src/plan/known-options.js";
import { root } from "../../../support/program.js";
import { describeWith } from "../../../nix/support/tools.js";

const links = join(root, "nixos-modules/systemd-containers/scripts/links.bash");

/** What the scripts read of further pairs: name, bridge, address. */
function pairs(extraVeths: Readonly<Record<string, object>>): string[][] {
  const entry = confEntries(resolveOptions({ path: "/x", extraVeths })).find(
    ({ key }) => key === "EXTRA_VETHS",
  );
  const show = `show() { printf '%s\\n' "\${link[inside]}|\${link[HOST_BRIDGE]:-}|\${link[LOCAL_ADDRESS]:-}"; }`;
  const output = execFileSync("bash", ["-euc", `. "$0"; ${show}; each_link show`, links], {
    encoding: "utf8",
    env: { PATH: process.env.PATH, EXTRA_VETHS: entry?.value },
  });
  return output
    .trimEnd()
    .split("\n")
    .map((line) => line.split("|"));
}

describeWith("bash")("pairs of interfaces", () => {
  test("have the names and bridges that were given, with commas and backslashes", () => {
    expect(
      pairs({
        lan0: { hostBridge: "br0,HOST_ADDRESS=x", localAddress: "10.0.0.2/24" },
        "lan,1": { hostBridge: "a\\x2cb" },
        "a=b\\": {},
      }),
    ).toEqual([
      ["a=b\\", "", ""],
      ["lan,1", "a\\x2cb", ""],
      ["lan0", "br0,HOST_ADDRESS=x", "10.0.0.2/24"],
    ]);
  });
});
