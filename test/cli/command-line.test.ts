import { expect, test } from "@jest/globals";
import { folderWith, nixpawn, type ShownProblem } from "../support/program.js";
import { goodConfig } from "../support/configs.js";

const commands = ["generate", "validate", "init", "schema", "explain", "completion"];

/** Wrong usage, with what it says and what it guesses was meant. */
const mistakes: readonly (readonly [words: string, message: string, hint?: string])[] = [
  ["", "name a command", "`nixpawn --help`"],
  ["genrate", "unknown command `genrate`", "did you mean `generate`?"],
  ["-c x genrate", "unknown command `genrate`", "did you mean `generate`?"],
  ["xyzzy", "unknown command `xyzzy`", "`nixpawn --help`"],
  ["generate --chekc", "unknown option `--chekc`", "did you mean `--check`?"],
  ["--chekc generate", "unknown option `--chekc`", "did you mean `--check`?"],
  ["generate --dry-rnu", "unknown option `--dry-rnu`", "did you mean `--dry-run`?"],
  ["generate --chekc=true", "unknown option `--chekc`", "did you mean `--check`?"],
  ["generate --no-check", "unknown option `--no-check`", "did you mean `--check`?"],
  ["generate -x", "unknown option `-x`", "`nixpawn generate --help`"],
  ["validate --out-dir x", "unknown option `--out-dir`", "`nixpawn validate --help`"],
  ["generate extra", "`generate` takes no argument `extra`"],
  ["generate validate", "`generate` takes no argument `validate`"],
  ["init a b", "`init` takes no argument `b`"],
  ["generate -- x", "`--` has no meaning here; write `./-name` for `-name`"],
  ["generate --out-dir", "`--out-dir` needs a value"],
  ["generate --out-dir --check", "`--out-dir` needs a value"],
  ["generate --out-dir=", "`--out-dir` needs a value"],
  ["generate --config", "`--config` needs a value"],
  ["generate -c", "`-c` needs a value"],
  ["generate --format", "`--format` needs a value"],
  ["generate --check=maybe", "`--check` takes no value, not `maybe`"],
  ["generate --format xml", "`--format` is human or json or github, not `xml`"],
  ["validate --format jsno", "`--format` is human or json or github, not `jsno`", "`json`"],
  ["schema --of containr", "`--of` is container or config, not `containr`", "`container`"],
  ["logs web --lines abc", "`--lines` is a number, not `abc`", "`nixpawn logs --help`"],
  ["logs web -n 1.5", "`-n` is a number, not `1.5`"],
  ["logs web --lines=-5", "`--lines` is a number, not `-5`"],
  ["logs web --lines --follow", "`--lines` needs a value"],
  ["check --jobs many", "`--jobs` is a number, not `many`"],
  [
    "create web --config a --config-file b",
    "arguments config and config-file are mutually exclusive",
  ],
  ["update web -c a --config-file b", "arguments config and config-file are mutually exclusive"],
  ["completion fish", "`shell` is bash or zsh, not `fish`"],
];

test.each(mistakes)("nixpawn %s: %s", async (line, message, hint = "") => {
  const folder = folderWith({ "containers.ts": goodConfig });
  const words = line.split(" ").filter((word) => word !== "");
  const { exitCode, stdout, stderr } = await nixpawn(folder, ...words);
  expect(stderr).toContain(`error NP901: ${message}\n`);
  expect(stderr).toContain(hint);
  expect(stderr.split("\n").length).toBeLessThan(8);
  expect([exitCode, stdout]).toEqual([2, ""]);
  // In the format that was asked for, even there.
  if (/--format|--$/.test(line)) return;
  const json = await nixpawn(folder, "--format", "json", ...words);
  const { problems } = JSON.parse(json.stdout) as { problems: ShownProblem[] };
  expect(problems.map((one) => [one.code, one.message])).toEqual([["NP901", message]]);
  expect([json.exitCode, json.stderr]).toEqual([2, ""]);
});

test.each(["show-ip", "show-host-key", "generations"])(
  "%s --json is --format json",
  async (name) => {
    const { exitCode, stdout, stderr } = await nixpawn(folderWith({}), name, "a b", "--json");
    const { problems } = JSON.parse(stdout) as { problems: ShownProblem[] };
    expect(problems.map(({ code }) => code)).toEqual(["NP710"]);
    expect([exitCode, stderr]).toEqual([2, ""]);
  },
);

test("an empty word stands for nothing", async () => {
  const folder = folderWith({ "containers.ts": goodConfig });
  for (const words of [
    ["generate", "--out-dir", ""],
    ["validate", "-c", ""],
    ["generate", ""],
    [""],
  ]) {
    expect(await nixpawn(folder, ...words)).toMatchObject({ exitCode: 2, stdout: "" });
  }
});

test("of several names none is lost", async () => {
  const folder = folderWith({ "containers.ts": goodConfig });
  const named = await nixpawn(folder, "status", "one", "two", "three", "--root", ".");
  for (const name of ["one", "two", "three"]) {
    expect(named.stderr).toContain(`there is no container \`${name}\``);
  }
});

test("of an option given twice the last counts", async () => {
  const folder = folderWith({ "one/containers.ts": "1", "two/containers.ts": goodConfig });
  const run = await nixpawn(folder, "validate", "-c", "one", "--config", "two");
  expect(run).toMatchObject({ exitCode: 0, stderr: "two/containers.ts: 1 container, no errors\n" });
});

test.each([
  [["--config", "generate", "validate"], "generate/containers.ts: 1 container"],
  [["-c", "generate", "--strict", "validate"], "generate/containers.ts: 1 container"],
  [["--config=generate", "--dry-run", "generate"], "generate/containers: 2 created"],
  [["--out-dir", "x", "-c", "generate", "--dry-run", "generate"], "x: 2 created"],
])("options may come first: %j", async (words, said) => {
  const folder = folderWith({ "generate/containers.ts": goodConfig });
  const run = await nixpawn(folder, ...words);
  expect(run.stderr).toContain(said);
  expect(run.exitCode).toBe(0);
});

test.each([["--help"], ["-h"], ["help"]])("%s shows every command, in 80 columns", async (word) => {
  const { exitCode, stdout, stderr } = await nixpawn(folderWith({}), word);
  expect([exitCode, stderr]).toEqual([0, ""]);
  for (const command of commands) expect(stdout).toContain(`nixpawn ${command}`);
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

test.each(commands)("%s --help says what it does, in 80 columns", async (command) => {
  const folder = folderWith({});
  const { exitCode, stdout, stderr } = await nixpawn(folder, command, "--help");
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(new RegExp(`^nixpawn ${command}`));
  expect(stdout).toContain("--format");
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  // Help does nothing else.
  expect(await nixpawn(folder, "-h", command)).toMatchObject({ exitCode: 0, stdout });
});

test("--version is that of package.json", async () => {
  const { version } = (await import("../../package.json", { with: { type: "json" } })).default;
  for (const words of [["--version"], ["generate", "--version"]]) {
    expect(await nixpawn(folderWith({}), ...words)).toMatchObject({
      exitCode: 0,
      stdout: `${version}\n`,
      stderr: "",
    });
  }
});
