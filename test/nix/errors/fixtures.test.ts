import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { readNixFailure } from "../../../src/nix/errors/read.js";
import { cases } from "./support/cases.js";
import { core, innermostPlace } from "./support/core.js";
import { expectations } from "./support/expectations.js";
import { fixtures } from "./support/fixtures.js";

const versions = ["2.8", "2.26", "2.34"];

describe.each(versions)("what Nix %s printed", (version) => {
  const printed = (name: string, variant: string): string =>
    readFileSync(`${fixtures}${version}/${name}.${variant}.txt`, "utf8");
  const minor = Number(version.split(".")[1]);
  const ofVersion = cases.filter(({ since = 0 }) => since <= minor);

  test.each(ofVersion)("$name", ({ name, traced }) => {
    const expected = expectations[name];
    const formats = traced === true ? ["plain", "json", "trace"] : ["plain", "json"];
    const messages = new Set<string>();
    for (const format of formats) {
      const failures = readNixFailure(printed(name, format));
      expect({ format, failures: core(failures) }).toEqual({
        format,
        failures: expected?.failures,
      });
      for (const { message, positions } of failures) {
        expect(message).not.toMatch(/^error:|… |\x1b|stack trace|\|\s*\^/);
        expect(positions.every(({ what }) => what !== "")).toBe(true);
      }
      messages.add(failures.map(({ message }) => message).join("\0"));
      if (format === "trace" || traced !== true) {
        expect(innermostPlace(failures)).toBe(expected?.places[version === "2.8" ? 0 : 1]);
      }
    }
    // Every format tells the same.
    expect(messages.size).toBe(1);
  });

  test("the options and files that were under way", () => {
    const [failure] = readNixFailure(printed("module-throw", "trace"));
    expect(failure?.context.slice(0, 2)).toEqual([
      { file: "/tmp/config/web.nix" },
      { option: ["containers", "web", "config", "networking", "hostName"] },
    ]);
    const [argument] = readNixFailure(printed("module-argument-missing", "trace"));
    expect(argument?.context.slice(0, 2)).toEqual([
      { file: ":anon-3:anon-1", argument: "pkgs" },
      { file: "/tmp/config/web.nix" },
    ]);
  });

  test("the innermost step comes first", () => {
    const [failure] = readNixFailure(printed("module-missing-attribute", "trace"));
    const lines = failure?.positions.map(({ file, line }) => `${file}:${String(line)}`) ?? [];
    expect(lines[0]).toBe("/tmp/config/web.nix:3");
    expect(lines.indexOf("/nixpkgs/lib/modules.nix:849")).toBeLessThan(
      lines.indexOf("/nixpkgs/lib/modules.nix:1147"),
    );
  });
});

test("every fixture's case is held against what is expected", () => {
  for (const { name } of cases) expect(Object.keys(expectations)).toContain(name);
  expect(versions.every((version) => existsSync(`${fixtures}${version}`))).toBe(true);
});
