import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plan } from "../plan/plan.js";
import { headersOf, withShippedHeader } from "./header.js";
import { hostFiles, type ShippedUnit } from "./host-files.js";
import { filesBelow, shipped } from "./shipped.js";
import { configOf, type Target, type Tree } from "./target.js";

/** Units, scripts and conf files for any host with systemd and Nix: the output folder is its root. */
export const unitsTarget: Target = {
  name: "units",
  async render(plan: Plan): Promise<Tree> {
    const tree = hostFiles(plan.containers, {
      shipped: await shippedUnit(),
      headers: headersOf(plan),
    });
    return plan.isUnitAlone === true ? tree : { ...tree, config: configOf(plan) };
  },
};

async function shippedUnit(): Promise<ShippedUnit> {
  const { default: handlebars } = await import("handlebars");
  const template = readFileSync(shipped("templates/container@.service.hbs"), "utf8");
  const folder = shipped("nixos-modules/systemd-containers/scripts");
  return {
    scripts: new Map(
      filesBelow(folder).map((name) => [
        name,
        withShippedHeader(readFileSync(join(folder, name), "utf8")),
      ]),
    ),
    // A name that the template has and nobody gives is a mistake of nixpawn.
    render: (names) => handlebars.compile(template, { noEscape: true, strict: true })(names),
  };
}
