import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import type { Plan } from "../../src/plan/plan.js";
import { containersTarget } from "../../src/targets/containers.js";
import { unitsTarget } from "../../src/targets/units.js";
import type { Tree } from "../../src/targets/target.js";
import { compareTree } from "../../src/tree/compare.js";
import { lockOf } from "../../src/tree/lock.js";
import { writeTree } from "../../src/tree/write.js";
import { folderWith } from "../support/program.js";

const plain = { force: false };
const targets = { containers: containersTarget, units: unitsTarget };
const listings = {
  containers: "default.nix",
  units: "etc/systemd/system/machines.target.d/nixpawn.conf",
};
type TargetName = keyof typeof targets;

async function treeOf(
  outDir: string,
  target: TargetName,
  names: readonly string[],
  more: object = {},
): Promise<Tree> {
  const containers = names.map((name) => ({
    name,
    given: { path: "/x", autoStart: true, ...more },
    syntax: { kind: "attribute-set", recursive: false, bindings: [] },
    formals: [],
  }));
  const settings = { target, outDir, nixpkgs: undefined };
  const plan = { configFile: join(outDir, "../containers.ts"), settings, containers };
  return targets[target].render(plan as unknown as Plan);
}

/** A folder with the tree of containers a, b and c, and its listing. */
async function written(target: TargetName = "containers") {
  const outDir = join(folderWith({}), "tree");
  const tree = await treeOf(outDir, target, ["a", "b", "c"]);
  await writeTree(outDir, tree, plain);
  const listing = join(outDir, listings[target]);
  return { outDir, tree, listing, text: readFileSync(listing, "utf8") };
}

const lineOf: Readonly<Record<TargetName, (name: string) => string>> = {
  containers: (name) => `    ./${name}.nix\n`,
  units: (name) => `Wants=container@${name}.service\n`,
};

describe.each(["containers", "units"] as const)("of the target %s", (target) => {
  test("a line that was taken out is not put back without a word", async () => {
    const { outDir, tree, listing, text } = await written(target);
    const line = lineOf[target]("b");
    const edited = text.replace(line, "");
    expect(edited).not.toBe(text);
    writeFileSync(listing, edited);
    const message = `the generated file \`${listings[target]}\` has \`${line.trim()}\` no more`;
    const refusal = { problems: [{ code: "NP401", message, place: { file: listing } }] };
    await expect(writeTree(outDir, tree, plain)).rejects.toMatchObject(refusal);
    expect(readFileSync(listing, "utf8")).toBe(edited);
    await writeTree(outDir, tree, { force: true });
    expect(readFileSync(listing, "utf8")).toBe(text);
  });

  test("all of them are one problem", async () => {
    const { outDir, tree, listing, text } = await written(target);
    writeFileSync(listing, text.replace(lineOf[target]("a"), "").replace(lineOf[target]("c"), ""));
    const { problems } = compareTree(outDir, tree);
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/ has `[^`]*a[^`]*`, `[^`]*c[^`]*` no more$/),
    ]);
  });

  test("a run that was killed is no edit", async () => {
    const { outDir, tree, listing, text } = await written(target);
    writeFileSync(listing, text.replace(lineOf[target]("b"), ""));
    writeFileSync(lockOf(join(outDir, tree.ownFolder ?? "")), "4194304 1");
    expect(await writeTree(outDir, tree, plain)).toMatchObject({ changed: [listings[target]] });
  });

  test("a container that comes or goes is no edit", async () => {
    const { outDir } = await written(target);
    for (const names of [["a", "b"], ["b"], ["a", "b", "c", "d"], ["d"]]) {
      const tree = await treeOf(outDir, target, names);
      expect(compareTree(outDir, tree).problems).toEqual([]);
      await writeTree(outDir, tree, plain);
    }
  });
});

test("a line that was renamed is told of as one that was taken out", async () => {
  const { outDir, tree, listing, text } = await written();
  writeFileSync(listing, text.replace("./b.nix", "./old.nix"));
  expect(compareTree(outDir, tree).problems).toMatchObject([
    { code: "NP401", place: { start: { line: 6, column: 7 } } },
  ]);
});

test.each([
  [["a"], ["a", "b"], "./a.nix ./other.nix", { line: 3, column: 23 }],
  [["a", "b"], ["a", "b", "c"], "./a.nix\n    ./other.nix  ", { line: 6, column: 7 }],
  [["a"], ["b"], "./a.nix ./other.nix", { line: 3, column: 23 }],
])(
  "an edit is shown where it is, whatever the config has since: %j, then %j",
  async (before, after, words, start) => {
    const outDir = join(folderWith({}), "tree");
    await writeTree(outDir, await treeOf(outDir, "containers", before), plain);
    const listing = join(outDir, "default.nix");
    writeFileSync(join(outDir, "other.nix"), "{ }\n");
    writeFileSync(listing, readFileSync(listing, "utf8").replace("./a.nix", words));
    const { problems } = compareTree(outDir, await treeOf(outDir, "containers", after));
    expect(problems.map(({ code, place }) => [code, place?.start])).toEqual([["NP401", start]]);
  },
);

test("a line whose file is gone, too, is written again", async () => {
  const { outDir, tree, listing, text } = await written();
  writeFileSync(listing, text.replace(lineOf.containers("b"), ""));
  rmSync(join(outDir, "b.nix"));
  expect(await writeTree(outDir, tree, plain)).toMatchObject({
    created: ["b.nix"],
    changed: ["default.nix"],
  });
});

test("a container that starts with the host from now on is no edit", async () => {
  const { outDir } = await written("units");
  const off = await treeOf(outDir, "units", ["a", "b", "c"], { autoStart: false });
  await writeTree(outDir, off, plain);
  const on = await treeOf(outDir, "units", ["a", "b", "c"]);
  expect(compareTree(outDir, on).problems).toEqual([]);
});

test.each([".git", "worktree"])(
  "one side that was taken in a merge is no edit: %s",
  async (kind) => {
    const { outDir, tree, listing, text } = await written();
    const folder = dirname(outDir);
    const git = kind === ".git" ? join(folder, ".git") : join(folder, "elsewhere/git");
    mkdirSync(git, { recursive: true });
    if (kind === "worktree") writeFileSync(join(folder, ".git"), "gitdir: elsewhere/git\n");
    const edited = text.replace(lineOf.containers("b"), "");
    writeFileSync(listing, edited);
    expect(compareTree(outDir, tree).problems).toHaveLength(1);
    writeFileSync(join(git, "MERGE_HEAD"), "");
    expect(compareTree(outDir, tree).problems).toEqual([]);
  },
);

test("what --ours leaves of a conflict is mended while git merges", async () => {
  const outDir = join(folderWith({}), "tree");
  const folder = dirname(outDir);
  const git = (...words: readonly string[]): void => {
    const own = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"];
    spawnSync("git", [...own, ...words], { cwd: folder });
  };
  const commit = async (branch: string, names: readonly string[]): Promise<Tree> => {
    git("checkout", "-q", "-B", branch);
    const tree = await treeOf(outDir, "containers", names);
    await writeTree(outDir, tree, plain);
    git("add", "-A");
    git("commit", "-q", "-m", branch);
    return tree;
  };
  git("init", "-q", "-b", "main");
  await commit("main", ["a", "d"]);
  await commit("theirs", ["a", "c", "d"]);
  git("checkout", "-q", "main");
  await commit("ours", ["a", "b", "d"]);
  git("merge", "-q", "theirs");
  git("checkout", "--ours", "tree/default.nix");
  expect(readFileSync(join(outDir, "default.nix"), "utf8")).not.toContain("./c.nix");
  const whole = await treeOf(outDir, "containers", ["a", "b", "c", "d"]);
  expect(await writeTree(outDir, whole, plain)).toMatchObject({ changed: ["default.nix"] });
});

test("a link in the place of a container that is no more is told at the link", async () => {
  const { outDir } = await written();
  const outside = folderWith({ "b.nix": "{ }\n" });
  rmSync(join(outDir, "b.nix"));
  symlinkSync(join(outside, "b.nix"), join(outDir, "b.nix"));
  const tree = await treeOf(outDir, "containers", ["a", "c"]);
  expect(compareTree(outDir, tree).problems).toMatchObject([
    { code: "NP403", place: { file: join(outDir, "b.nix") } },
  ]);
});

test("so is a module of somebody else, at the line that imports it", async () => {
  const { outDir, listing } = await written();
  writeFileSync(join(outDir, "b.nix"), "{ }\n");
  const tree = await treeOf(outDir, "containers", ["a", "c"]);
  const message = "the generated file `default.nix` has `./b.nix`, which is not nixpawn's";
  expect(compareTree(outDir, tree).problems).toMatchObject([
    { code: "NP401", message, place: { file: listing, start: { line: 6 } } },
  ]);
});
