import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import {
  dropInPath,
  removeUnitFiles,
  writeConf,
  writeText,
  writeUnitFiles,
} from "../../src/host/container-files.js";
import { keepFlake } from "../../src/host/act/conf-flake.js";
import { confFileText, readConfFile } from "../../src/host/snapshot/conf-file.js";
import { confPath, type HostLayout } from "../../src/host/layout.js";
import { isAsWritten, sealed, unsealed } from "../../src/host/act/seal.js";
import { thisHost } from "../../src/host/system/this-host.js";
import { fileText } from "../../src/problems/file-text.js";
import { folderWith } from "../support/program.js";
import { hostWith } from "./support/hosts.js";
import { wanted } from "./support/plans.js";

test("a text is written with its folders, and only where it is another", async () => {
  const file = join(folderWith({}), "etc/nixos-containers/web.conf");
  expect(fileText(file)).toBeUndefined();
  await writeText({ system: thisHost }, file, "A=1\n");
  utimesSync(file, 1000, 1000);
  await writeText({ system: thisHost }, file, "A=1\n");
  expect(statSync(file).mtimeMs).toBe(1_000_000);
  await writeText({ system: thisHost }, file, "A=2\n");
  expect(statSync(file).mtimeMs).not.toBe(1_000_000);
  expect(readFileSync(file, "utf8")).toBe("A=2\n");
});

test("a seal is broken by any change, and by none of nixpawn's", () => {
  for (const text of ["A=1\n", "", "# as written: 00\n", "A=1\n# as written: 0123456789abcdef\n"]) {
    expect([isAsWritten(sealed(text)), isAsWritten(text), unsealed(sealed(text))]).toEqual([
      true,
      false,
      text,
    ]);
    expect(isAsWritten(sealed(text).replace("# as", "B=2\n# as"))).toBe(false);
    expect(isAsWritten(`${sealed(text)}B=2\n`)).toBe(false);
  }
});

describe("what somebody has changed on a host", () => {
  const kept: string[] = [];
  const onKept = (path: string): void => void kept.push(path.replace(/.*\//, ""));
  const write = async (layout: HostLayout, tmpfs: string): Promise<string[]> => {
    kept.length = 0;
    await writeConf(layout, wanted({ tmpfs: [tmpfs] }), "/c.ts", onKept);
    return [...kept];
  };

  test("a conf file: kept beside it, each time, and nothing of nixpawn's own", async () => {
    const layout = hostWith({});
    const path = confPath(layout, "web");
    expect([await write(layout, "/a"), await write(layout, "/b")]).toEqual([[], []]);
    writeFileSync(path, `# mine\n${readFileSync(path, "utf8")}`);
    expect(await write(layout, "/c")).toEqual(["web.conf.before"]);
    writeFileSync(path, readFileSync(path, "utf8").replace("=/c", "=/d"));
    expect(await write(layout, "/c")).toEqual(["web.conf.before-2"]);
    expect(readFileSync(`${path}.before`, "utf8")).toMatch(/^# mine\n/);
    expect(readFileSync(`${path}.before-2`, "utf8")).toContain("TMPFS=/d\n");
    // The same once more is kept already.
    writeFileSync(path, readFileSync(`${path}.before`, "utf8"));
    expect(await write(layout, "/c")).toEqual(["web.conf.before"]);
    expect(readdirSync(dirname(path)).sort()).toEqual([
      "web.conf",
      "web.conf.before",
      "web.conf.before-2",
    ]);
    expect(readConfFile(readFileSync(path, "utf8")).mark?.config).toBe("/c.ts");
  });

  test("one of before there were seals stays, and is kept where it is another", async () => {
    const layout = hostWith({ confs: { web: confFileText(wanted({ tmpfs: ["/a"] }), "/c.ts") } });
    const before = readFileSync(confPath(layout, "web"), "utf8");
    expect(await write(layout, "/a")).toEqual([]);
    expect(readFileSync(confPath(layout, "web"), "utf8")).toBe(before);
    expect(await write(layout, "/b")).toEqual(["web.conf.before"]);
  });

  test("a new flake breaks no seal, and mends none", async () => {
    const layout = hostWith({});
    const path = confPath(layout, "web");
    await write(layout, "/a");
    await keepFlake(layout, "web", "/srv#web");
    expect(isAsWritten(readFileSync(path, "utf8"))).toBe(true);
    writeFileSync(path, `# mine\n${readFileSync(path, "utf8")}`);
    await keepFlake(layout, "web", undefined);
    expect(await write(layout, "/a")).toEqual(["web.conf.before"]);
  });

  test("a drop-in is kept; another's is left where it is", async () => {
    const layout = hostWith({});
    const path = dropInPath(layout, "web");
    const container = wanted({ enableTun: true });
    await writeUnitFiles(layout, container);
    expect(isAsWritten(readFileSync(path, "utf8"))).toBe(true);
    writeFileSync(path, `${readFileSync(path, "utf8")}MemoryMax=1G\n`);
    kept.length = 0;
    await writeUnitFiles(layout, container, { onKept });
    expect(kept).toEqual(["nixpawn.conf.before"]);
    expect(readFileSync(`${path}.before`, "utf8")).toContain("MemoryMax=1G");
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(join(dirname(path), "50-CPUWeight.conf"), "[Service]\nCPUWeight=20\n");
    kept.length = 0;
    await removeUnitFiles(layout, "web", { onKept });
    expect(kept.sort()).toEqual(["50-CPUWeight.conf", "nixpawn.conf.before"]);
    expect(existsSync(path)).toBe(false);
  });

  test("what was put back is as it was", async () => {
    const layout = hostWith({});
    const text = "[Service]\nMemoryMax=1G\n";
    const { conf } = wanted({});
    await writeUnitFiles(layout, { name: "web", dropIn: text, conf }, { isExact: true });
    expect(readFileSync(dropInPath(layout, "web"), "utf8")).toBe(text);
  });
});
