import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { folderWith, nixpawn, root } from "../support/program.js";

const config =
  'import { defineContainers } from "nixpawn";\nexport default defineContainers({ web: { path: "/x", autoStart: true } });\n';

/** Bash can give a program bytes that are no text; Node cannot. */
function inBash(folder: string, script: string) {
  return spawnSync("bash", ["-c", script], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, CLI: join(root, "dist/cli.js"), XDG_CACHE_HOME: join(folder, ".cache") },
  });
}

test.each([
  ["the config", "cp containers.ts $'x\\xff.ts'; node $CLI generate --config $'x\\xff.ts'"],
  ["the output folder", "node $CLI generate --out-dir $'o\\xfft'"],
  ["the output folder, with =", "node $CLI generate --out-dir=$'o\\xfft' --config containers.ts"],
  [
    "the working folder",
    "mkdir $'d\\xfe'; cd $'d\\xfe'; node $CLI generate --config ../containers.ts",
  ],
])("bytes that are no text in the name of %s are refused", (_what, script) => {
  const folder = folderWith({ "containers.ts": config });
  const { status, stderr } = inBash(folder, script);
  expect(stderr).toContain("no UTF-8");
  expect(status).toBe(2);
  expect(readdirSync(folder)).not.toContain("containers");
});

test("the character that stands for them elsewhere may be meant", async () => {
  const folder = folderWith({ "a\uFFFD.ts": config });
  const run = await nixpawn(folder, "generate", "--config", "a\uFFFD.ts", "--out-dir", "o\uFFFD");
  expect(run).toMatchObject({ exitCode: 0 });
  expect(readdirSync(join(folder, "o\uFFFD"))).toEqual(["default.nix", "web.nix"]);
});

test.each([
  "x*.ts",
  "*.ts",
  "x?[ab].ts",
  '"q".ts',
  "$HOME.ts",
  "a\nb.ts",
  "a\r\u2028\u202e\x1b.ts",
  "a\\\n.ts",
  "-x.ts",
  "e\u0301#%20.ts",
  `${"x".repeat(250)}.ts`,
])("a config may be called %j", async (name) => {
  for (const target of ["containers", "units"]) {
    const folder = folderWith({ [name]: config, "xy.ts": "throw new Error('another');" });
    const words = [`--config=${name}`, "--target", target, "--out-dir", "out"];
    expect(await nixpawn(folder, "generate", ...words)).toMatchObject({ exitCode: 0 });
    expect(await nixpawn(folder, "generate", "--check", ...words)).toMatchObject({ exitCode: 0 });
  }
});
