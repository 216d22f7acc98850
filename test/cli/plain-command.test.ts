import { expect, jest, test } from "@jest/globals";
import fc from "fast-check";

/** What the commands were given, in place of running them. */
const runs: { command: string; options: Record<string, unknown> }[] = [];
const run = (command: string) => (given: Record<string, unknown>) => {
  const { config, format, strict, verbose, check, diff, dryRun, force, target, outDir, root } =
    given;
  const globals = { config, format, strict, verbose };
  const options =
    command === "validate"
      ? globals
      : { ...globals, check, diff, dryRun, force, target, outDir, root };
  runs.push({ command, options });
  return Promise.resolve(command === "validate" ? 0 : { exitCode: 0, inputs: [] });
};
jest.unstable_mockModule("../../src/cli/generate.js", () => ({ generate: run("generate") }));
jest.unstable_mockModule("../../src/cli/validate.js", () => ({ validate: run("validate") }));

const { plainCommand } = await import("../../src/cli/plain-command.js");
const { runCommandLine } = await import("../../src/cli/command-line.js");

const options = ["config", "format", "strict", "verbose", "check", "diff", "dry-run", "force"];
const values = ["a", "./b c", "json", "github", "5", "1e3", "true", "x=y", "ü", "generate", "-"];
const value = fc.constantFrom(...values);
const name = fc.constantFrom(...options, "out-dir", "root", "target");

/** Words as people write them, right and wrong. */
const option = fc.oneof(
  name.map((one) => [`--${one}`]),
  fc.tuple(name, value).map(([one, given]) => [`--${one}`, given]),
  fc.tuple(name, value).map(([one, given]) => [`--${one}=${given}`]),
  value.map((given) => ["-c", given]),
  fc.constantFrom(["-cx"], ["-c=x"], ["--"], ["--no-check"], ["--dryRun"], ["--config='x'"], [""]),
);
/** Mostly right ones: of any words, hardly a line would be. */
const plainOption = fc.oneof(
  fc.constantFrom(...options.slice(2)).map((one) => [`--${one}`]),
  fc
    .tuple(fc.constantFrom("config", "out-dir", "root"), value)
    .map(([one, given]) => [`--${one}`, given]),
  fc.constantFrom("json", "github", "human").map((one) => [`--format=${one}`]),
  fc.constantFrom("containers", "units", "unit").map((one) => ["--target", one]),
);
const lines = fc
  .tuple(
    fc.constantFrom("generate", "validate"),
    fc.oneof(
      fc.uniqueArray(plainOption, { selector: ([first]) => first, maxLength: 5 }),
      fc.array(fc.oneof(option, plainOption), { maxLength: 4 }),
    ),
  )
  .map(([command, given]) => [command, ...given.flat()]);

test("a command line that is taken for plain means the same to yargs", async () => {
  let plain = 0;
  await fc.assert(
    fc.asyncProperty(lines, async (words) => {
      const read = plainCommand(words);
      if (read === undefined) return;
      plain += 1;
      runs.length = 0;
      await runCommandLine(words);
      expect(runs).toEqual([read]);
    }),
    { numRuns: 300 },
  );
  expect(plain).toBeGreaterThan(100);
});

test.each([
  [["generate"]],
  [["generate", "--check", "--format", "github"]],
  [["generate", "-c", "hosts/a", "--out-dir=modules", "--strict", "--verbose"]],
  [["validate", "--config", "containers.ts", "--format=json"]],
])("is plain: %j", (words) => {
  expect(plainCommand(words)).toBeDefined();
});

test.each([
  [[]],
  [["--check"]],
  [["generate", "--help"]],
  [["generate", "--watch"]],
  [["generate", "now"]],
  [["generate", "--check", "--check"]],
  [["generate", "-c", "a", "--config", "b"]],
  [["generate", "--format", "xml"]],
  [["generate", "--config"]],
  [["generate", "--config", "--check"]],
  [["validate", "--check"]],
  [["schema"]],
])("is left to yargs: %j", (words) => {
  expect(plainCommand(words)).toBeUndefined();
});
