import { cpSync, mkdtempSync, realpathSync, renameSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { withoutSeals } from "../../src/targets/header.js";
import { filesIn, folderWith, start, type RunOptions } from "../support/program.js";

/** A config in JSON that has every kind of value, and names that languages sort differently. */
const config = {
  defaults: { autoStart: true, privateNetwork: true },
  outDir: "tree",
  containers: {
    Web: {
      hostAddress: "10.0.0.1",
      localAddress: "10.0.0.2",
      forwardPorts: [{ hostPort: 8080, containerPort: 80, protocol: "tcp" }, { hostPort: 443 }],
      bindMounts: { "/srv": { hostPath: "/data", isReadOnly: false }, "/Srv": { hostPath: "/c" } },
      config: {
        networking: { firewall: { allowedTCPPorts: [80, 443] } },
        environment: {
          variables: {
            Ä: "1",
            a: "2",
            B: "3",
            z: "4",
            ö: "5",
            I: "6",
            ı: "7",
            i: "8",
            "10": "9",
            "9": "10",
          },
          systemPackages: [{ $nix: "pkgs.curl" }, { $nix: "pkgs.hello" }],
          etc: {
            motd: { text: "one\n  two ${three}\n" },
            x: { source: { $file: "./files/x.txt" } },
          },
        },
        services: { nginx: { enable: true, virtualHosts: { "b.example": {}, "a.example": {} } } },
        system: { stateVersion: "26.05" },
      },
    },
    api: {
      localAddress: { $nix: "config.networking.address" },
      config: { $file: "./files/api.nix" },
    },
    "a-b": { config: { system: { stateVersion: "26.05" } } },
    a2: { flake: { $nix: '"github:example/${"x"}"' } },
  },
};
const others = { "files/x.txt": "x", "files/api.nix": "{ }" };

/** The same data with the keys of every object in another order. */
function shuffled(value: unknown, random: (below: number) => number): unknown {
  if (Array.isArray(value)) return value.map((one) => shuffled(one, random));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(
    ([key, inner]) => [key, shuffled(inner, random)] as const,
  );
  for (let last = entries.length - 1; last > 0; last -= 1) {
    const other = random(last + 1);
    [entries[last], entries[other]] = [entries[other] as never, entries[last] as never];
  }
  return Object.fromEntries(entries);
}

const inJson = (data: unknown): Record<string, string> => ({
  ...others,
  "containers.json": JSON.stringify(data),
});

/** The tree that a folder with a config gets. */
async function treeOf(
  folder: string,
  { cwd = folder, words = [], ...options }: RunOptions & { cwd?: string; words?: string[] } = {},
): Promise<Record<string, string>> {
  const run = await start(cwd, ["generate", "--config", folder, "--format", "json", ...words], {
    ...options,
    env: { XDG_CACHE_HOME: join(folder, ".cache"), ...options.env },
  });
  expect((JSON.parse(run.stdout) as { problems: unknown[] }).problems).toEqual([]);
  expect(run.exitCode).toBe(0);
  return filesIn(join(folder, "tree"));
}

describe("the tree has the same bytes", () => {
  const expected = treeOf(folderWith(inJson(config)));

  test("and they are all there", async () => {
    expect(Object.keys(await expected)).toEqual([
      "Web.nix",
      "a-b.nix",
      "a2.nix",
      "api.nix",
      "default.nix",
    ]);
  });

  test("whatever the order of keys", async () => {
    const orders = fc.sample(fc.array(fc.nat(), { minLength: 200, maxLength: 200 }), 8);
    for (const order of orders) {
      let at = 0;
      const data = shuffled(config, (below) => (order[at++ % order.length] ?? 0) % below);
      expect(await treeOf(folderWith(inJson(data)))).toEqual(await expected);
    }
  });

  test.each([
    { LC_ALL: "C", LANG: "C" },
    { LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8" },
    { LC_ALL: "sv_SE.UTF-8" },
    { LANG: "de_DE.UTF-8", LC_COLLATE: "C", LC_NUMERIC: "de_DE.UTF-8" },
    { LC_ALL: "", LANG: "", TZ: "Pacific/Kiritimati" },
    { TZ: "America/St_Johns" },
    { HOME: "/nonexistent", USER: "somebody", TMPDIR: "/tmp" },
    { NODE_ENV: "production", CI: "true", TERM: "dumb", COLUMNS: "20", FORCE_COLOR: "1" },
  ])("whatever the environment: %j", async (env) => {
    expect(await treeOf(folderWith(inJson(config)), { env })).toEqual(await expected);
  });

  test("wherever it is run from", async () => {
    const folder = folderWith({ ...inJson(config), "deep/er/x": "", "tree/x/y": "" });
    const tree = await treeOf(folder, { cwd: join(folder, "deep/er") });
    expect(tree).toEqual({ ...(await expected), "x/y": "" });
    const relative = ["--out-dir", "../../tree"];
    const again = await treeOf(folder, { cwd: join(folder, "deep/er"), words: relative });
    expect(again).toMatchObject(await expected);
    expect(await treeOf(folder, { cwd: tmpdir() })).toMatchObject(await expected);
  });

  test("wherever the repository lies, and after it moved", async () => {
    const base = realpathSync(mkdtempSync(join(tmpdir(), "nixpawn-far ö ")));
    const folder = folderWith(inJson(config));
    for (const place of ["a", "b c/d'e", 'ü/${x}/"q"']) {
      const there = join(base, place);
      cpSync(folder, there, { recursive: true });
      expect(await treeOf(there)).toEqual(await expected);
    }
    renameSync(join(base, "a"), join(base, "moved"));
    expect(await treeOf(join(base, "moved"))).toEqual(await expected);
  });

  test("whatever was generated before", async () => {
    const folder = folderWith(inJson({ ...config, containers: { old: config.containers["a-b"] } }));
    await treeOf(folder);
    const changed = folderWith(inJson(config));
    cpSync(join(folder, "tree"), join(changed, "tree"), { recursive: true });
    expect(await treeOf(changed)).toEqual(await expected);
  });

  test("in TypeScript as in JSON, but for the name of the file", async () => {
    const { containers, ...settings } = config;
    const written = (value: unknown): string =>
      JSON.stringify(value)
        .replace(
          /\{"\$nix":("(?:[^"\\]|\\.)*")\}/g,
          (_all, text: string) => `nix\`${(JSON.parse(text) as string).replaceAll("${", "\\${")}\``,
        )
        .replace(/\{"\$file":("[^"]*")\}/g, "file($1)");
    const text = `import { defineContainers, file, nix } from "nixpawn";\nexport default defineContainers(${written(containers)}, ${written(settings)});`;
    const tree = await treeOf(folderWith({ ...others, "containers.ts": text }));
    for (const [path, content] of Object.entries(await expected)) {
      if (path.startsWith(".")) continue;
      const renamed = content.replaceAll("containers.json", "containers.ts");
      expect(withoutSeals(tree[path] ?? "")).toBe(withoutSeals(renamed));
    }
  });
});
