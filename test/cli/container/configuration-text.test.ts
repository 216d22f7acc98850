import { execFileSync } from "node:child_process";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { configurationText } from "../../../src/cli/container/configuration-text.js";
import { describeWith } from "../../nix/support/tools.js";

test("a module, or what is between its braces", () => {
  const whole = configurationText("web", { expression: "{ a = 1; }" }, "26.05");
  expect(configurationText("web", { expression: "a = 1;" }, "26.05")).toBe(whole);
  expect(whole).toContain("imports = [ { a = 1; } ];");
  expect(() => configurationText("web", { expression: "a = " }, "26.05")).toThrow("NP301");
  expect(() => configurationText("web", { expression: "} ++ {" }, "26.05")).toThrow("NP301");
});

describeWith("nix-instantiate")("read by Nix", () => {
  const paths = fc.array(
    fc.string({ unit: "grapheme", minLength: 1 }).filter((part) => !/[/\0]|^\.{1,2}$/.test(part)),
    { minLength: 1, maxLength: 4 },
  );

  test("the path of a file is that file, whatever it is called", () => {
    fc.assert(
      fc.property(fc.array(paths, { minLength: 20, maxLength: 20 }), (all) => {
        const files = all.map((parts) => `/${parts.join("/")}`);
        const texts = files.map((file) => configurationText("web", { file }, "26.05"));
        const list = texts.map((text) => `(toString (builtins.head ((${text}) args).imports))`);
        const source = `let args = { lib.mkDefault = x: x; options.boot = { }; }; in [ ${list.join(" ")} ]`;
        const printed = execFileSync("nix-instantiate", ["--eval", "--strict", "--json", "-"], {
          input: source,
        });
        expect(JSON.parse(String(printed))).toEqual(files);
      }),
      { numRuns: 10 },
    );
  });
});

describeWith("nixfmt")("nixfmt", () => {
  test.each([
    { nothing: true } as const,
    { file: "/etc/web.nix" },
    { file: "/a b/web.nix" },
    { expression: "services.openssh.enable = true;" },
  ])("leaves it as it is: %j", (given) => {
    const text = configurationText("web", given, "26.05");
    expect(String(execFileSync("nixfmt", ["-"], { input: text }))).toBe(text);
  });
});
