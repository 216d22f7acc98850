import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { attributeSet, binding, string } from "../../src/nix/build.js";
import { ProblemError } from "../../src/problems/problem.js";
import type { Plan } from "../../src/plan/plan.js";
import { containersTarget } from "../../src/targets/containers.js";
import type { Tree } from "../../src/targets/target.js";
import { compareTree } from "../../src/tree/compare.js";
import { couldBecome, mergeConflict, sidesOf } from "../../src/tree/merge-conflict.js";
import { writeTree } from "../../src/tree/write.js";
import { runs } from "../nix/support/sample.js";
import { describeWith } from "../nix/support/tools.js";
import { filesIn, folderWith } from "../support/program.js";

const plain = { force: false };

/** Values of options, by container and option. */
type Model = Readonly<Record<string, Readonly<Record<string, string>>>>;

function planOf(model: Model, folder: string): Plan {
  const containers = Object.keys(model)
    .sort()
    .map((name) => {
      const given = model[name] ?? {};
      const options = Object.keys(given).sort();
      const bindings = options.map((key) => binding([key], string(given[key] ?? "")));
      return { name, given, written: given, syntax: attributeSet(bindings), formals: [] };
    });
  const settings = { target: "containers", outDir: join(folder, "tree"), nixpkgs: undefined };
  return { configFile: join(folder, "containers.ts"), settings, containers } as Plan;
}

/** A repository with the tree of a model. */
class Repository {
  readonly folder = folderWith({});
  readonly tree = join(this.folder, "tree");

  constructor(readonly style: string) {
    this.git("init", "-q", "-b", "main");
  }

  git(...words: readonly string[]): { status: number | null; stdout: string } {
    const name = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "core.autocrlf=false"];
    const settings = [
      ...name,
      "-c",
      `merge.conflictStyle=${this.style}`,
      "-c",
      "commit.gpgsign=false",
    ];
    return spawnSync("git", [...settings, ...words], { cwd: this.folder, encoding: "utf8" });
  }

  treeOf(model: Model): Tree {
    return containersTarget.render(planOf(model, this.folder));
  }

  async commit(branch: string, model: Model): Promise<void> {
    this.git("checkout", "-q", "-B", branch);
    await writeTree(this.tree, this.treeOf(model), plain);
    this.git("add", "-A");
    this.git("commit", "-q", "--allow-empty", "-m", branch);
  }

  /** Two branches from a base, and the one merged into the other. @returns whether without conflict */
  async merge(base: Model, ours: Model, theirs: Model): Promise<boolean> {
    await this.commit("main", base);
    await this.commit("theirs", theirs);
    this.git("checkout", "-q", "main");
    await this.commit("ours", ours);
    return this.git("merge", "-q", "--no-edit", "theirs").status === 0;
  }
}

const names = ["a", "b", "c", "d", "e", "f", "g", "h"];
const options = ["k", "l", "m", "n", "o", "p"];
const values = fc.dictionary(fc.constantFrom(...options), fc.constantFrom("1", "2", "3"), {
  minKeys: 3,
});
const models = fc.dictionary(fc.constantFrom(...names), values, { minKeys: 3 });

/** What was changed in one or the other; where both changed the same, one's. */
function merged(base: Model, ours: Model, theirs: Model): Model {
  const result: Record<string, Record<string, string>> = {};
  for (const name of names) {
    const [old, mine, other] = [base[name], ours[name], theirs[name]];
    if (mine === undefined && other === undefined) continue;
    if ((mine === undefined || other === undefined) && old !== undefined) continue;
    const entries = options.flatMap((key) => {
      const changed = mine?.[key] !== old?.[key] ? mine?.[key] : other?.[key];
      return changed === undefined ? [] : [[key, changed] as const];
    });
    result[name] = Object.fromEntries(entries);
  }
  return result;
}

const styles = fc.constantFrom("merge", "diff3", "zdiff3");

describeWith("git")("two branches", () => {
  test("that change different containers merge without conflict, to the very tree", async () => {
    let tried = 0;
    await fc.assert(
      fc.asyncProperty(models, models, styles, async (base, other, style) => {
        const present = Object.keys(base).sort();
        const [first, ...rest] = present;
        const at = (name: string): Model => ({ [name]: other[name] ?? { k: "4" } });
        const ours = { ...base, ...at(first ?? "") };
        const theirs = { ...base, ...at(rest[0] ?? ""), ...at(rest[1] ?? "") };
        const repository = new Repository(style);
        expect(await repository.merge(base, ours, theirs)).toBe(true);
        const whole = repository.treeOf(merged(base, ours, theirs));
        expect(compareTree(repository.tree, whole)).toMatchObject({
          created: [],
          changed: [],
          removed: [],
          problems: [],
        });
        tried += 1;
      }),
      { numRuns: 10 * runs },
    );
    process.stdout.write(`merged ${String(tried)} pairs of branches\n`);
  });

  test("that conflict are mended by the next run, or it says where", async () => {
    const seen = { clean: 0, mended: 0, told: 0 };
    await fc.assert(
      fc.asyncProperty(models, models, models, styles, async (base, ours, theirs, style) => {
        const repository = new Repository(style);
        const isClean = await repository.merge(base, ours, theirs);
        const whole = repository.treeOf(merged(base, ours, theirs));
        const before = filesIn(repository.tree);
        try {
          await writeTree(repository.tree, whole, plain);
          seen[isClean ? "clean" : "mended"] += 1;
          const after = filesIn(repository.tree);
          expect(after).toEqual(Object.fromEntries(whole.files.map((one) => [one.path, one.text])));
        } catch (error) {
          if (!(error instanceof ProblemError)) throw error;
          expect(isClean).toBe(false);
          seen.told += 1;
          for (const { code, place } of error.problems) {
            expect(code).toBe("NP408");
            const lines = readFileSync(place?.file ?? "", "utf8").split("\n");
            expect(lines[(place?.start.line ?? 0) - 1]).toMatch(/^<{7}/);
          }
          expect(filesIn(repository.tree)).toEqual(before);
        }
      }),
      { numRuns: 25 * runs },
    );
    process.stdout.write(`random branches: ${JSON.stringify(seen)}\n`);
    expect(seen.mended).toBeGreaterThan(seen.told);
  });

  test("what a person wrote into a merge is not lost", async () => {
    const repository = new Repository("merge");
    const same = { k: "1", l: "1", m: "1", n: "1", o: "1", p: "1" };
    const base = { a: same, b: same };
    const [ours, theirs] = [
      { ...base, a: { ...same, k: "2" } },
      { ...base, a: { ...same, k: "3" } },
    ];
    expect(await repository.merge(base, ours, theirs)).toBe(false);
    const file = join(repository.tree, "a.nix");
    const text = readFileSync(file, "utf8");
    const edited = text.replace('n = "1"', 'n = "mine"');
    expect(edited).not.toBe(text);
    writeFileSync(file, edited);
    const tree = repository.treeOf(ours);
    const problems = [{ code: "NP408", place: { file, start: { line: 2 } } }];
    await expect(writeTree(repository.tree, tree, plain)).rejects.toMatchObject({ problems });
    expect(readFileSync(file, "utf8")).toBe(edited);
    writeFileSync(file, text);
    expect(await writeTree(repository.tree, tree, plain)).toMatchObject({ changed: ["a.nix"] });
  });

  test("a line that somebody added to default.nix is an edit, at its line", async () => {
    const repository = new Repository("merge");
    const model = { a: { k: "1" }, b: { k: "1" } };
    await writeTree(repository.tree, repository.treeOf(model), plain);
    const file = join(repository.tree, "default.nix");
    const text = readFileSync(file, "utf8");
    writeFileSync(join(repository.tree, "mine.nix"), "{ }\n");
    writeFileSync(file, text.replace("    ./b.nix", "    ./b.nix\n    ./mine.nix"));
    const refusal = { problems: [{ code: "NP401", place: { file, start: { line: 7 } } }] };
    const tree = repository.treeOf(model);
    await expect(writeTree(repository.tree, tree, plain)).rejects.toMatchObject(refusal);
    // What is of no container any more was nixpawn's.
    writeFileSync(file, text.replace("    ./b.nix", "    ./b.nix\n    ./gone.nix"));
    expect(await writeTree(repository.tree, tree, plain)).toMatchObject({
      changed: ["default.nix"],
    });
    expect(readFileSync(file, "utf8")).toBe(text);
  });
});

test("the sides of a conflict, and what it could become", () => {
  const text = "a\n<<<<<<< ours\nb\n||||||| base\nx\n=======\nc\n>>>>>>> theirs\nd\n";
  const conflict = mergeConflict(text);
  if (conflict === undefined) throw new Error("none");
  expect(conflict.line).toBe(2);
  expect(sidesOf(conflict)).toEqual(["a\nb\nd\n", "a\nc\nd\n"]);
  expect(sidesOf(mergeConflict(text.replace(/\n/g, "\r\n")) ?? conflict)).toEqual(
    sidesOf(conflict),
  );
  const possible = ["a\nb\nd\n", "a\nc\nd\n", "a\nb\nc\nd\n", "a\nc\nb\nd\n", "a\nd\n"];
  for (const one of possible) expect(couldBecome(conflict, one)).toBe(true);
  for (const one of ["a\nb\n", "a\nx\nd\n", "a\nb\nd\nd\n", ""]) {
    expect(couldBecome(conflict, one)).toBe(false);
  }
  const broken = [
    "a\n<<<<<<< ours\nb\n",
    "<<<<<<< a\n=======\n",
    "a\n=======\nb\n>>>>>>> c\n",
    "a\n",
  ];
  for (const one of broken) expect(mergeConflict(one)).toBeUndefined();
});
