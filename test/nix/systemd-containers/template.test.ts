import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import handlebars from "handlebars";
import { root } from "../../support/program.js";
import { describeWithPath } from "../support/tools.js";
import { evaluateHost } from "./support/bundled-module.js";

const template =
  process.env.NIXPAWN_UNIT_TEMPLATE ?? join(root, "templates/container@.service.hbs");

/** The lines of a unit file: values by section and key. */
function directives(unit: string): Readonly<Record<string, readonly string[]>> {
  const found: Record<string, string[]> = {};
  let section = "";
  for (const line of unit.split("\n")) {
    const [, name] = /^\[(.*)\]$/.exec(line) ?? [];
    if (name !== undefined) section = name;
    const [, key, value = ""] = /^([A-Za-z-]+)=(.*)$/.exec(line) ?? [];
    if (key !== undefined) (found[`${section}.${key}`] ??= []).push(value);
  }
  return found;
}

const words = (value: unknown): string[] => [value].flat().map(String);

// Of the two, one is for NixOS and one for all other hosts; neither may know what the other does not.
describeWithPath("nixpkgs-lib/lib")("the template unit", () => {
  (existsSync(template) ? test : test.skip)(
    "is the same for NixOS as for any other host",
    async () => {
      const unit = handlebars.compile(readFileSync(template, "utf8"), {
        noEscape: true,
        strict: true,
      })({
        header: "Generated.",
        scripts: "/scripts",
        path: "/bin",
        state: "/var/lib/nixos-containers",
        confFolder: "/etc/nixos-containers",
      });
      const { services } = await evaluateHost(`{ systemd.containers.web.path = "/x"; }`);
      const own = services["container@"];
      const withoutShell = (value: string): string =>
        value.replace(/^.*\/([^/]*)$/, '"/scripts/$1"');
      const ours = Object.fromEntries([
        ...Object.entries(own?.serviceConfig ?? {}).map(([key, value]) => [
          `Service.${key}`,
          key.startsWith("Exec") ? words(value).map(withoutShell) : words(value),
        ]),
        ...Object.entries(own?.unitConfig ?? {}).map(([key, value]) => [
          `Unit.${key}`,
          words(value),
        ]),
        ["Unit.Description", [own?.description]],
        ["Unit.After", [own?.after?.join(" ")]],
        ["Unit.Before", own?.before],
        ["Unit.PartOf", own?.partOf],
        [
          "Service.Environment",
          [
            '"PATH=/bin"',
            ...["INSTANCE", "root"].map((one) => `${one}=${own?.environment[one] ?? ""}`),
          ],
        ],
        // What NixOS says by `wantedBy` of the instances.
        ["Install.WantedBy", ["machines.target"]],
      ]) as unknown;
      const theirs = directives(unit);
      expect({
        ...theirs,
        "Service.Environment": theirs["Service.Environment"]?.map((one) =>
          one.includes("PATH=") ? one : one.replace(/^"(.*)"$/, "$1"),
        ),
      }).toEqual(ours);
    },
  );
});
