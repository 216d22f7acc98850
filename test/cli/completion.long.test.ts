import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { execaSync } from "execa";
import { problemCodes } from "../../src/problems/codes.js";
import { describeWith } from "../nix/support/tools.js";
import { folderWith, nixpawn, start } from "../support/program.js";

const rebuilding = ["boot", "build", "dry-activate", "switch", "test"];
const containers = [
  ...["create", "destroy", "generations", "list", "login", "logs", "reload", "restart", "rollback"],
  ...["root-login", "run", "show-host-key", "show-ip", "start", "status", "stop", "terminate"],
  "update",
];
const commands = [
  ...containers,
  ...["apply", "check", "completion", "explain", "generate", "init", "schema", "validate"],
  ...rebuilding,
];
const shared = [
  "--config",
  "--format",
  "--help",
  "--strict",
  "--verbose",
  "--version",
  "-V",
  "-c",
  "-h",
];
const generate = [
  "--check",
  "--diff",
  "--dry-run",
  "--force",
  "--out-dir",
  "--root",
  "--target",
  "--watch",
];

const script = async (shell: string): Promise<string> =>
  (await nixpawn(folderWith({}), "completion", shell)).stdout;

test("the shell is the one named, else the user's, else bash", async () => {
  const [bash, zsh] = [await script("bash"), await script("zsh")];
  expect(bash).toContain("complete -F _nixpawn nixpawn");
  expect(zsh).toMatch(/^#compdef nixpawn\n/);
  for (const [shell, expected] of [
    ["/usr/bin/zsh", zsh],
    ["/bin/bash", bash],
    ["/usr/bin/fish", await script("fish")],
    ["/bin/ksh", bash],
    [undefined, bash],
  ]) {
    const run = await start(folderWith({}), ["completion"], { env: { SHELL: shell } });
    expect(run).toMatchObject({ exitCode: 0, stdout: expected, stderr: "" });
  }
});

/** What is offered at the end of a line; folders are marked by a slash as the shell does. */
const lines: readonly (readonly [line: string, offered: readonly string[]])[] = [
  ["nixpawn ", [...commands, ...shared]],
  ["nixpawn g", ["generate", "generations"]],
  ["nixpawn --format json val", ["validate"]],
  ["nixpawn generate ", [...generate, ...shared]],
  ["nixpawn generate --d", ["--diff", "--dry-run"]],
  ["nixpawn --strict generate --ch", ["--check"]],
  ["nixpawn validate --", shared.filter((one) => one.startsWith("--"))],
  ["nixpawn generate --format ", ["github", "human", "json"]],
  ["nixpawn generate --format=", ["github", "human", "json"]],
  ["nixpawn generate --format=j", ["json"]],
  ["nixpawn schema --of c", ["config", "container"]],
  ["nixpawn explain NP90", Object.keys(problemCodes).filter((one) => one.startsWith("NP90"))],
  ["nixpawn completion ", ["bash", "fish", "zsh", ...shared]],
  ["nixpawn destroy --", ["--root", "--yes", ...shared.filter((one) => one.startsWith("--"))]],
  ["nixpawn init ", ["a folder", "sub"]],
  ["nixpawn init s", ["sub"]],
  ["nixpawn init --d", ["--dry-run"]],
  ["nixpawn validate -c ", ["a folder", "containers.ts", "sub"]],
  ["nixpawn validate --config=con", ["containers.ts"]],
  ["nixpawn generate --out-dir a", ["a folder"]],
];

const files = { "containers.ts": "", "sub/x": "", "a folder/x": "" };

/** A tree, whose containers commands on a config take. */
const tree = {
  "containers.ts": "",
  "containers/default.nix": "",
  "containers/web.nix": "",
  "containers/db.nix": "",
};

describeWith("bash")("bash", () => {
  test.each(lines)("%s<Tab>", async (line, offered) => {
    const folder = folderWith(files);
    // Words as readline splits them: at blanks, and around the equals sign.
    const words = line.split(/ +|(?==)|(?<==)/);
    const ask = [
      "source ./script || exit 1",
      "complete -p nixpawn >/dev/null || exit 1",
      `COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")})`,
      `COMP_CWORD=${String(words.length - 1)}`,
      "_nixpawn",
      'printf "%s\\n" "${COMPREPLY[@]}"',
    ];
    writeFileSync(join(folder, ".script"), await script("bash"));
    const { stdout } = execaSync(
      "bash",
      ["--norc", "-uc", ask.join("\n").replace("./script", "./.script")],
      {
        cwd: folder,
      },
    );
    const found = stdout.split("\n").filter((one) => !one.startsWith(".") && one !== "");
    expect(found.sort()).toEqual([...offered].sort());
  });

  test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    [
      "of the folder for them",
      { "nixos-containers/web.conf": "", "nixos-containers/db.conf": "" },
      ["db", "web"],
    ],
    [
      "of the old folder, and nothing of podman's",
      {
        "containers/web.conf": "# A comment\n  PRIVATE_NETWORK = 1",
        "containers/storage.conf": '[storage]\ndriver = "overlay"\n# SYSTEM_PATH=\n',
        "containers/registries.conf": "unqualified-search-registries = []\n",
        "containers/no.txt": "SYSTEM_PATH=/x\n",
      },
      ["web"],
    ],
    [
      "not of the old folder, where the other is in use",
      { "nixos-containers/web.conf": "", "containers/old.conf": "SYSTEM_PATH=/x\n" },
      ["web"],
    ],
    ["none", {}, []],
  ])("the names of containers are %s", async (_which, etc, offered) => {
    const folder = folderWith(
      Object.fromEntries(Object.entries(etc).map(([path, text]) => [`etc/${path}`, text])),
    );
    writeFileSync(
      join(folder, "script"),
      (await script("bash")).replaceAll("/etc/", `${folder}/etc/`),
    );
    const tab = (word: string): string[] => {
      const ask = `source ./script; COMP_WORDS=(nixpawn start '${word}'); COMP_CWORD=2; _nixpawn; printf '%s\\n' "\${COMPREPLY[@]}"`;
      const { stdout } = execaSync("bash", ["--norc", "-uc", ask], { cwd: folder });
      return stdout.split("\n").filter((one) => one !== "");
    };
    expect(tab("")).toEqual(offered);
    expect(tab("w")).toEqual(offered.filter((one) => one.startsWith("w")));
  });

  test("commands on a config complete the containers of its tree", async () => {
    const folder = folderWith({ ...tree, script: await script("bash") });
    for (const [word, offered] of [
      ["", ["db", "web"]],
      ["w", ["web"]],
    ] as const) {
      const ask = `source ./script; COMP_WORDS=(nixpawn check '${word}'); COMP_CWORD=2; _nixpawn; printf '%s\\n' "\${COMPREPLY[@]}"`;
      const { stdout } = execaSync("bash", ["--norc", "-uc", ask], { cwd: folder });
      expect(stdout.split("\n")).toEqual(offered);
    }
  });

  test("the script is sound", async () => {
    const text = await script("bash");
    expect(execaSync("bash", ["-n"], { input: text })).toMatchObject({ stdout: "", stderr: "" });
  });
});

describeWith("shellcheck")("shellcheck", () => {
  test("finds nothing in the bash script", async () => {
    const words = ["--shell=bash", "-"];
    expect(execaSync("shellcheck", words, { input: await script("bash") }).stdout).toBe("");
  });
});

describeWith("zsh")("zsh", () => {
  test("the script is sound", async () => {
    const folder = folderWith({ script: await script("zsh") });
    const run = execaSync("zsh", ["-nf", "script"], { cwd: folder });
    expect(run).toMatchObject({ stdout: "", stderr: "" });
  });

  test("completes in a real shell", async () => {
    const folder = folderWith(files);
    writeFileSync(join(folder, ".script"), await script("zsh"));
    // zpty gives the inner shell a terminal; what it types is read back.
    const ask = `
      zmodload zsh/zpty
      zpty inner zsh -f -i
      tell() { zpty -w inner "$1"; zpty -r -m inner seen "*$2*" }
      tell 'PS1=; autoload -U compinit; compinit -u -D; source ./.script; print rea""dy' ready
      ask() {
        zpty -w -n inner "$1"$'\\t'
        zpty -r -m inner seen "*$2*" && print -r -- "$1 => $2"
        zpty -w -n inner $'\\C-u'
      }
      ask 'nixpawn val' 'nixpawn validate '
      ask 'nixpawn generate --dr' '--dry-run '
      ask 'nixpawn generate --format=g' '--format=github '
      ask 'nixpawn validate -c con' 'containers.ts '
      zpty -d inner`;
    const options = { cwd: folder, timeout: 200_000, env: { TERM: "dumb" } };
    expect(execaSync("zsh", ["-fc", ask], options).stdout.split("\n")).toHaveLength(4);
  });
});

describeWith("fish")("fish", () => {
  /** What fish offers at the end of a line, without the descriptions. */
  const tab = (folder: string, line: string): string[] => {
    const ask = `source .script; complete -C ${JSON.stringify(line)}`;
    const home = folderWith({});
    const env = { HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home };
    const { stdout } = execaSync("fish", ["--no-config", "-c", ask], { cwd: folder, env });
    return stdout
      .split("\n")
      .flatMap((one) => (one === "" ? [] : [one.replace(/\t.*/, "")]))
      .filter((one) => !one.startsWith("."));
  };

  test.each<[line: string, offered: readonly string[]]>([
    ["nixpawn ", commands],
    ["nixpawn g", ["generate", "generations"]],
    ["nixpawn --format json val", ["validate"]],
    ["nixpawn generate --d", ["--diff", "--dry-run"]],
    ["nixpawn validate --st", ["--strict"]],
    ["nixpawn generate --format ", ["github", "human", "json"]],
    ["nixpawn schema --of=c", ["--of=config", "--of=container"]],
    ["nixpawn explain NP90", Object.keys(problemCodes).filter((one) => one.startsWith("NP90"))],
    ["nixpawn completion ", ["bash", "fish", "zsh"]],
    ["nixpawn init ", ["containers/"]],
    ["nixpawn validate -c containers.", ["containers.ts"]],
    ["nixpawn check ", ["db", "web"]],
    ["nixpawn apply web d", ["db"]],
  ])("%s<Tab>", async (line, offered) => {
    const folder = folderWith(tree);
    writeFileSync(join(folder, ".script"), await script("fish"));
    expect(tab(folder, line).sort()).toEqual([...offered].sort());
  });

  test("the names of containers are those of this host", async () => {
    const folder = folderWith({
      "etc/containers/old.conf": "  PRIVATE_NETWORK = 1\n",
      "etc/containers/registries.conf": "unqualified-search-registries = []\n",
    });
    const text = (await script("fish")).replaceAll("/etc/", `${folder}/etc/`);
    writeFileSync(join(folder, ".script"), text);
    expect(tab(folder, "nixpawn start ")).toEqual(["old"]);
  });
});
