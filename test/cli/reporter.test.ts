import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { goodConfig, configOf, state } from "../support/configs.js";
import { folderWith, marked, nixpawn, start } from "../support/program.js";

const source = `export default defineContainers({ web: { «autoStrat»: true, ${state} } });`;
const { text, line, column } = marked(`import { defineContainers } from "nixpawn";\n${source}`);
const escape = "\u001b[";

describe("human", () => {
  test("stdout stays empty; the place, the line, a caret and what was meant are on stderr", async () => {
    const folder = folderWith({ "containers.ts": text });
    const { exitCode, stdout, stderr } = await nixpawn(folder, "validate");
    expect([exitCode, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(`  containers.ts:${String(line)}:${String(column)}  (`);
    expect(stderr).toContain("^".repeat("autoStrat".length));
    expect(stderr).toContain("hint: did you mean `autoStart`?");
    expect(stderr).not.toContain(escape);
  });

  test.each([
    [{ FORCE_COLOR: "1" }, true],
    [{ FORCE_COLOR: "3" }, true],
    [{ FORCE_COLOR: "0" }, false],
    [{ FORCE_COLOR: "" }, false],
    [{ NO_COLOR: "1", FORCE_COLOR: "1" }, false],
    [{ NO_COLOR: "", FORCE_COLOR: "1" }, true],
    [{ TERM: "xterm-256color", COLORTERM: "truecolor" }, false],
  ])("with %j colours are %s", async (env, expected) => {
    const run = await start(folderWith({ "containers.ts": text }), ["validate"], { env });
    expect(run.stderr.includes(escape)).toBe(expected);
  });

  test("colours never get into data", async () => {
    const folder = folderWith({ "containers.ts": text });
    for (const format of ["json", "github"]) {
      const options = { env: { FORCE_COLOR: "1" } };
      const run = await start(folder, ["validate", "--format", format], options);
      expect(run.stdout).not.toContain(escape);
      expect(run.stdout).toContain("autoStrat");
      expect(run.stderr).toBe("");
    }
  });
});

describe("json", () => {
  test("is one document with every problem and its place", async () => {
    const folder = folderWith({ "containers.ts": text });
    const { exitCode, stdout, stderr } = await nixpawn(folder, "validate", "--format", "json");
    expect([exitCode, stderr]).toEqual([1, ""]);
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      problems: [
        {
          code: "NP102",
          severity: "error",
          message: "container `web` has no option `autoStrat`",
          hint: "did you mean `autoStart`?",
          file: join(folder, "containers.ts"),
          line,
          column,
          endLine: line,
          endColumn: column + "autoStrat".length,
          path: "containers.web.autoStrat",
        },
      ],
    });
  });

  test("what a config prints stays out of it", async () => {
    const head = 'console.log("log"); console.info("info"); console.debug("debug");\n';
    const folder = folderWith({ "containers.ts": configOf(`web: { ${state} }`, head) });
    const { stdout, stderr } = await nixpawn(folder, "validate", "--format", "json");
    expect(JSON.parse(stdout)).toEqual({ version: 1, problems: [] });
    expect(stderr).toBe("log\ninfo\ndebug\n");
  });
});

describe("github", () => {
  /** The file that the one annotation of a run names. */
  async function annotated(cwd: string, env: Record<string, string> = {}): Promise<string> {
    const { stdout, stderr } = await start(cwd, ["validate", "--format", "github"], { env });
    expect(stderr).toBe("");
    expect(stdout.match(/^::error /gm)).toHaveLength(1);
    return /file=([^,]*),/.exec(stdout)?.[1] ?? "";
  }

  test("an annotation is one line, at its place", async () => {
    const folder = folderWith({ "containers.ts": text });
    const { exitCode, stdout } = await nixpawn(folder, "validate", "--format", "github");
    const [at, from] = [String(line), String(column)];
    const end = String(column + "autoStrat".length);
    expect(stdout).toBe(
      `::error file=containers.ts,line=${at},col=${from},endLine=${at},endColumn=${end},title=nixpawn NP102::container \`web\` has no option \`autoStrat\`%0Adid you mean \`autoStart\`?\n`,
    );
    expect(exitCode).toBe(1);
  });

  test("paths start at the root of the repository", async () => {
    const folder = folderWith({
      ".git/HEAD": "",
      "infra/hosts/containers.ts": text,
      "infra/x/y": "",
    });
    const cwd = join(folder, "infra/hosts");
    expect(await annotated(cwd)).toBe("infra/hosts/containers.ts");
    // A checkout in a folder of the workspace; a submodule in the checkout; another job's workspace.
    expect(await annotated(cwd, { GITHUB_WORKSPACE: join(folder, "..") })).toBe(
      "infra/hosts/containers.ts",
    );
    writeFileSync(join(cwd, ".git"), "gitdir: ../../.git/modules/hosts\n");
    expect(await annotated(cwd, { GITHUB_WORKSPACE: folder })).toBe("infra/hosts/containers.ts");
    expect(await annotated(cwd, { GITHUB_WORKSPACE: "/nonexistent" })).toBe("containers.ts");
  });

  test("without a repository they start at the working directory; outside they are absolute", async () => {
    const folder = folderWith({ "containers.ts": text, "other/.git/HEAD": "" });
    expect(await annotated(folder)).toBe("containers.ts");
    const words = ["validate", "--format", "github", "--config", ".."];
    const { stdout } = await start(join(folder, "other"), words);
    expect(stdout).toContain(`file=${join(folder, "containers.ts")},`);
  });

  test("per cent signs, line breaks, commas and colons are escaped", async () => {
    const name = "a,b:c%d";
    const folder = folderWith({ ".git/HEAD": "", [`${name}/containers.ts`]: text });
    expect(await annotated(join(folder, name))).toBe("a%2Cb%3Ac%25d/containers.ts");
    const thrown = 'throw new Error("50%\\r\\n::warning::a, b: c");\n';
    writeFileSync(join(folder, name, "containers.ts"), `${thrown}${goodConfig}`);
    const { stdout } = await nixpawn(join(folder, name), "validate", "--format", "github");
    expect(stdout).toMatch(/::the config threw: 50%25%0D%0A::warning::a, b: c\n$/);
    expect(stdout.split("\n")).toHaveLength(2);
  });

  test("warnings are warnings, and nothing is printed about a good config", async () => {
    const warning = configOf("web: { config: { a: 1 } }");
    const { stdout, exitCode } = await nixpawn(
      folderWith({ "containers.ts": warning }),
      "validate",
      "--format",
      "github",
    );
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^::warning file=/)]);
    const folder = folderWith({ "containers.ts": goodConfig });
    expect(await nixpawn(folder, "generate", "--format", "github")).toEqual({
      exitCode: 0,
      stdout: "",
      stderr: "",
    });
  });
});
