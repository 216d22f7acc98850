// @ts-check
// Shows what nixpawn does with an example: the tree that it generates, and a mistake at its line.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = new URL("../", import.meta.url).pathname;
const example = "examples/bridge";

/**
 * @param {string} folder
 * @param {readonly string[]} words
 */
function nixpawn(folder, words) {
  const program = [join(root, "dist/cli.js"), ...words];
  return spawnSync(process.execPath, program, { cwd: folder, stdio: "inherit" }).status;
}

console.log(`$ nixpawn generate --config ${example}`);
if (nixpawn(root, ["generate", "--config", example]) !== 0) process.exit(1);
const tree = join(root, example, "containers");
for (const name of readdirSync(tree)) console.log(`  ${example}/containers/${name}`);
console.log(`\n$ cat ${example}/containers/web.nix`);
console.log(readFileSync(join(tree, "web.nix"), "utf8"));

const copy = mkdtempSync(join(tmpdir(), "nixpawn-example-"));
try {
  cpSync(join(root, example), copy, { recursive: true });
  const config = join(copy, "containers.ts");
  const [right, wrong] = ["isReadOnly: false", "readOnly: false"];
  const text = readFileSync(config, "utf8");
  if (!text.includes(right)) throw new Error(`${example} has no ${right}`);
  writeFileSync(config, text.replace(right, wrong));
  console.log(`The same config with a mistake, \`${wrong}\`:\n\n$ nixpawn validate`);
  if (nixpawn(copy, ["validate"]) !== 1) process.exit(1);
} finally {
  rmSync(copy, { recursive: true });
}
