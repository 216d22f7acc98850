import { expect, test } from "@jest/globals";
import { commandExamples } from "../../src/cli/command-examples.js";
import { commands as allCommands } from "../../src/cli/options.js";
import { valueMisuse, wordsPassedOn } from "../../src/cli/usage.js";
import { folderWith, nixpawn, type ShownProblem } from "../support/program.js";
import { goodConfig } from "../support/configs.js";

const commands = ["generate", "validate", "init", "schema", "explain", "completion"];

/** Wrong usage, with what it says and what it guesses was meant. */
const mistakes: readonly (readonly [words: string, message: string, hint?: string])[] = [
  ["--strict", "name a command", "`nixpawn --help`"],
  ["genrate", "unknown command `genrate`", "did you mean `generate`?"],
  ["-c x genrate", "unknown command `genrate`", "did you mean `generate`?"],
  ["xyzzy", "unknown command `xyzzy`", "`nixpawn --help`"],
  ["genrate web db", "unknown command `genrate`", "did you mean `generate`?"],
  ["exec web ls", "unknown command `exec`", "here it is `nixpawn run web -- COMMAND`"],
  ["ps", "unknown command `ps`", "here it is `nixpawn status`"],
  ["rm web", "unknown command `rm`", "here it is `nixpawn destroy web`"],
  ["gen", "unknown command `gen`", "here it is `nixpawn generate`"],
  ["ssh web", "unknown command `ssh`", "here it is `nixpawn root-login web`"],
  ["add web", "unknown command `add`", "here it is `nixpawn create web`"],
  ["help genrate", "unknown command `genrate`", "did you mean `generate`?"],
  ["xyzzy --help", "unknown command `xyzzy`", "`nixpawn --help`"],
  ["create", "name a container", "`nixpawn create --help`"],
  ["destroy", "name a container", "`nixpawn destroy --help`"],
  ["inspect", "unknown command `inspect`", "here it is `nixpawn status NAME --format json`"],
  ["validate -c a -c b", "`-c` is given twice", "`nixpawn validate --help`"],
  ["generate --config=a -c b", "`-c` is given twice"],
  ["generate --out-dir a --out-dir=b", "`--out-dir` is given twice"],
  ["generate --chekc", "unknown option `--chekc`", "did you mean `--check`?"],
  ["--chekc generate", "unknown option `--chekc`", "did you mean `--check`?"],
  ["generate --dry-rnu", "unknown option `--dry-rnu`", "did you mean `--dry-run`?"],
  ["generate --chekc=true", "unknown option `--chekc`", "did you mean `--check`?"],
  ["generate --no-check", "unknown option `--no-check`", "did you mean `--check`?"],
  ["generate -x", "unknown option `-x`", "`nixpawn generate --help`"],
  ["validate --out-dir x", "unknown option `--out-dir`", "`nixpawn validate --help`"],
  ["generate extra", "`generate` takes no argument `extra`"],
  ["generate validate", "`generate` takes no argument `validate`"],
  ["run web ls", "`run` takes no argument `ls`", "`nixpawn run web -- ls`"],
  ["run web ls -l --all", "`run` takes no argument `ls`", "`nixpawn run web -- ls -l --all`"],
  ["--verbose run web ls", "`run` takes no argument `ls`", "`nixpawn --verbose run web -- ls`"],
  ["run web --chekc", "unknown option `--chekc`", "`nixpawn run --help`"],
  ["init a b", "`init` takes no argument `b`"],
  ["generate -- x", "`--` has no meaning here; write `./-name` for `-name`"],
  ["generate --out-dir", "`--out-dir` needs a value"],
  ["generate --out-dir --check", "`--out-dir` needs a value"],
  ["generate --out-dir -x", "`--out-dir` needs a value", "write `--out-dir=-x`"],
  [
    "create web --nspawn-flag --setenv",
    "`--nspawn-flag` needs a value",
    "`--nspawn-flag=--setenv`",
  ],
  [
    "create web --nspawn-flag --bind=/x:/y",
    "`--nspawn-flag` needs a value",
    "if `--bind=/x:/y` is its value, write `--nspawn-flag=--bind=/x:/y`",
  ],
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
  ["check --jobs many", "`--jobs` is a number from 1, not `many`"],
  ["check --jobs 0", "`--jobs` is a number from 1, not `0`"],
  ["check --jobs=00", "`--jobs` is a number from 1, not `00`"],
  ["check --jobs -1", "`--jobs` is a number from 1, not `-1`"],
  ["apply --jobs 0 --dry-run", "`--jobs` is a number from 1, not `0`"],
  ["switch --jobs 0", "`--jobs` is a number from 1, not `0`"],
  [
    "create web --config a --config-file b",
    "arguments config and config-file are mutually exclusive",
  ],
  ["update web -c a --config-file b", "arguments config and config-file are mutually exclusive"],
  ["completion ksh", "`shell` is bash or zsh or fish, not `ksh`"],
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

test("of a format given twice the last counts, as scripts that wrap commands need it", async () => {
  const folder = folderWith({ "containers.ts": goodConfig });
  const run = await nixpawn(folder, "validate", "--format", "json", "--format", "human");
  expect(run).toMatchObject({ exitCode: 0, stderr: "containers.ts: 1 container, no errors\n" });
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
  for (const command of Object.keys(allCommands)) {
    expect(stdout).toMatch(new RegExp(`^  ${command} {2,}\\S`, "m"));
  }
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

test("without a word the commands are shown, as wrong usage", async () => {
  const { stdout: help } = await nixpawn(folderWith({}), "--help");
  expect(await nixpawn(folderWith({}))).toMatchObject({ exitCode: 2, stdout: "", stderr: help });
});

test("help of a command is its --help", async () => {
  const folder = folderWith({});
  const { stdout } = await nixpawn(folder, "generate", "--help");
  expect(await nixpawn(folder, "help", "generate")).toMatchObject({ exitCode: 0, stdout });
});

const allNames = Object.keys(allCommands) as (keyof typeof allCommands)[];

test.each(allNames)("%s --help shows each option once, and its examples", async (command) => {
  const { stdout } = await nixpawn(folderWith({}), command, "--help");
  const [table = ""] = stdout.split("Examples:");
  const options = [...table.matchAll(/(?<=^ +(?:-\w, )?)--[a-z0-9-]+/gm)].map(([name]) => name);
  expect(new Set(options).size).toBe(options.length);
  expect(stdout).not.toMatch(/-(\w), -\1,/);
  // yargs leaves no blank before a type where the words fill the line.
  expect(stdout).not.toMatch(/\S\[(?:boolean|string|number|array|choices|default|required)/);
  for (const [, choices = ""] of stdout.matchAll(/\[choices: ([^\]]*)\]/g)) {
    const words = choices.split(/,\s*/);
    expect(new Set(words).size).toBe(words.length);
  }
  for (const [line] of commandExamples[command]) {
    expect(stdout).toContain(`  ${line}\n`);
  }
});

test.each(allNames.flatMap((name) => commandExamples[name].map(([line]) => [name, line] as const)))(
  "the example of %s is a command line: %s",
  (name, line) => {
    const [, text = ""] = /nixpawn ([^|>)]*)/.exec(line) ?? [];
    const { own } = wordsPassedOn(text.trim().split(" "));
    expect(own[0]).toBe(name);
    expect(valueMisuse(own)).toBeUndefined();
    const known = ["format", ...Object.keys(allCommands[name].options)];
    for (const [, option] of own.join(" ").matchAll(/--([a-z-]+)/g))
      expect(known).toContain(option);
  },
);

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
  for (const words of [["--version"], ["-V"], ["generate", "--version"]]) {
    expect(await nixpawn(folderWith({}), ...words)).toMatchObject({
      exitCode: 0,
      stdout: `${version}\n`,
      stderr: "",
    });
  }
});
