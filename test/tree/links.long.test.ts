import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { unitsTarget } from "../../src/targets/units.js";
import { systemdContainersTarget } from "../../src/targets/systemd-containers.js";
import type { Plan } from "../../src/plan/plan.js";
import type { Tree } from "../../src/targets/target.js";
import { compareTree } from "../../src/tree/compare.js";
import { diffTree } from "../../src/tree/diff.js";
import { inRealFolder } from "../../src/tree/real-folder.js";
import { writeTree } from "../../src/tree/write.js";
import { runs } from "../nix/support/sample.js";
import { filesIn, folderWith } from "../support/program.js";

function planOf(outDir: string, target: string, names: readonly string[]): Plan {
  const containers = names.map((name) => ({
    name,
    given: { path: "/x", autoStart: true, enableTun: true },
    syntax: { kind: "attribute-set", recursive: false, bindings: [] },
    formals: [],
  }));
  const settings = { target, outDir, nixpkgs: undefined };
  return { configFile: join(outDir, "../containers.ts"), settings, containers } as unknown as Plan;
}

const targets = { units: unitsTarget, "systemd.containers": systemdContainersTarget };
type TargetName = keyof typeof targets;

const treeOf = async (
  outDir: string,
  target: TargetName,
  names: readonly string[],
): Promise<Tree> => targets[target].render(planOf(outDir, target, names));

/** All paths of a tree and the folders above them. */
function waysOf(tree: Tree): string[] {
  const ways = new Set<string>();
  for (const { path } of tree.files) {
    for (let way = path; way !== "."; way = dirname(way)) ways.add(way);
  }
  return [...ways].sort();
}

test("an output folder that is a link to itself is told once, and no permission asked for", async () => {
  const outDir = join(folderWith({}), "out");
  symlinkSync(outDir, outDir);
  const tree = await treeOf(outDir, "units", ["a", "b"]);
  const { problems } = compareTree(outDir, tree);
  expect(problems.map(({ message, hint }) => [message, hint])).toEqual([
    [`\`${outDir}\` cannot be read: links lead in a circle`, undefined],
  ]);
});

test("a link anywhere below the folder is never followed", async () => {
  let tried = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<TargetName>("units", "systemd.containers"),
      fc.nat(),
      fc.boolean(),
      fc.boolean(),
      fc.constantFrom("relative", "absolute", "dangling", "itself"),
      async (target, which, before, force, kind) => {
        const base = folderWith({ "outside/keep": "kept\n" });
        const [outDir, outside] = [join(base, "out"), join(base, "outside")];
        const tree = await treeOf(outDir, target, ["a", "b"]);
        const fewer = await treeOf(outDir, target, ["a"]);
        const ways = waysOf(tree);
        const way = ways[which % ways.length] ?? "";
        mkdirSync(outDir);
        if (before) await writeTree(outDir, tree, { force: false });
        const place = join(outDir, way);
        // What was there is now outside, as good as what nixpawn wrote.
        execFileSync("cp", ["-a", outDir, join(outside, "copy")]);
        rmSync(place, { recursive: true, force: true });
        mkdirSync(dirname(place), { recursive: true });
        const copy = join(outside, "copy", way);
        const goal = {
          relative: copy,
          absolute: copy,
          dangling: join(outside, "none"),
          itself: place,
        }[kind];
        symlinkSync(goal, place);
        const kept = filesIn(outside);
        for (const wanted of [tree, fewer]) {
          await diffTree(outDir, wanted);
          await writeTree(outDir, wanted, { force }).then(
            () => undefined,
            (error: unknown) => {
              const { problems } = error as {
                problems?: { code: string; place: { file: string } }[];
              };
              const codes = problems?.map(({ code, place: at }) => [code, at.file]);
              expect(codes).toContainEqual(["NP403", place]);
            },
          );
        }
        const isWanted = waysOf(fewer).includes(way);
        if (isWanted)
          expect(compareTree(outDir, fewer).problems).toMatchObject([{ code: "NP403" }]);
        expect(filesIn(outside)).toEqual(kept);
        tried += 1;
      },
    ),
    { numRuns: 60 * runs },
  );
  process.stdout.write(`put ${String(tried)} links into trees\n`);
});

test("the folder itself may be a link", async () => {
  const base = folderWith({ "real/keep": "" });
  const outDir = join(base, "out");
  symlinkSync("real", outDir);
  const tree = await treeOf(outDir, "systemd.containers", ["a"]);
  await writeTree(outDir, tree, { force: false });
  expect(compareTree(outDir, tree).unchanged).toHaveLength(tree.files.length);
  expect(Object.keys(filesIn(join(base, "real")))).toContain("a.nix");
});

test.each(["fifo", "folder", "file", "socket"])(
  "a %s in the place of a folder or a file is told",
  async (kind) => {
    for (const way of ["etc", "etc/nixos-containers", "etc/nixos-containers/a.conf"]) {
      const outDir = folderWith({});
      const place = join(outDir, way);
      const isFile = way.endsWith(".conf");
      if ((kind === "folder") !== isFile && kind === "folder") continue;
      if (kind === "file" && isFile) continue;
      mkdirSync(dirname(place), { recursive: true });
      if (kind === "fifo") execFileSync("mkfifo", [place]);
      else if (kind === "folder") mkdirSync(place);
      else if (kind === "file") writeFileSync(place, "x");
      else
        execFileSync("python3", [
          "-c",
          `import socket,os;os.chdir(${JSON.stringify(dirname(place))});socket.socket(socket.AF_UNIX).bind(${JSON.stringify(way.split("/").at(-1))})`,
        ]);
      const tree = await treeOf(outDir, "units", ["a"]);
      const problems = [{ code: "NP403", place: { file: place } }];
      await expect(writeTree(outDir, tree, { force: true })).rejects.toMatchObject({ problems });
      expect(await diffTree(outDir, tree)).toContain("run-in-netns");
    }
  },
);

test("a folder that becomes a link while it is used leads nowhere else", async () => {
  const base = folderWith({ "out/a/x": "old", "outside/keep": "" });
  const out = join(base, "out");
  await inRealFolder(out, "a/b/file", (file) => {
    execFileSync("mv", [join(out, "a"), join(base, "moved")]);
    symlinkSync(join(base, "outside"), join(out, "a"));
    writeFileSync(file, "text");
  });
  expect(readFileSync(join(base, "moved/b/file"), "utf8")).toBe("text");
  expect(filesIn(join(base, "outside"))).toEqual({ keep: "" });
  const refusal = { problems: [{ code: "NP403", place: { file: join(out, "a") } }] };
  await expect(inRealFolder(out, "a/b", () => undefined)).rejects.toMatchObject(refusal);
});
