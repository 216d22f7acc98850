import { expect, test } from "@jest/globals";
import { goodConfig } from "../support/configs.js";
import { folderWith, marked, nixpawn, problemsOf } from "../support/program.js";

const wait = "await new Promise((done) => setTimeout(done, 100));";

/** What a config does wrong when it runs; « » around where it must be shown. */
test.each([
  ["NP006", "the config threw: now", 'throw «new» Error("now");'],
  ["NP006", "the config threw: late", `setTimeout(() => { throw «new» Error("late"); }); ${wait}`],
  ["NP006", "a promise of the config was rejected: no", 'void Promise.reject(«new» Error("no"));'],
  ["NP009", "the config ends the program with `process.exit`", "process.«exit»(5);"],
  [
    "NP009",
    "the config ends the program with `process.exit`",
    `setTimeout(() => { process.«exit»(5); }); ${wait}`,
  ],
])("%s: %s: %s", async (code, message, source) => {
  const { text, line, column } = marked(`${source}\n${goodConfig}`);
  const problems = await problemsOf({ "containers.ts": text });
  expect(problems).toMatchObject([{ code, message, line, column }]);
});

test("NP008: waiting for nothing", async () => {
  const text = `await new Promise(() => undefined);\n${goodConfig}`;
  expect(await problemsOf({ "containers.ts": text })).toMatchObject([{ code: "NP008" }]);
});

test("what is thrown is no error, or nothing at all", async () => {
  for (const [thrown, message] of [
    ['"text"', "the config threw: text"],
    ["undefined", "the config threw: undefined"],
    ["null", "the config threw: null"],
    ["{ message: 'own' }", "the config threw: own"],
  ]) {
    const text = `throw ${thrown ?? ""};\n${goodConfig}`;
    expect(await problemsOf({ "containers.ts": text })).toMatchObject([{ code: "NP006", message }]);
  }
});

test("the program's own functions are back in place afterwards", async () => {
  const folder = folderWith({ "containers.ts": `console.log("seen");\n${goodConfig}` });
  const run = await nixpawn(folder, "generate", "--format", "json");
  expect(run.exitCode).toBe(0);
  expect(run.stderr).toBe("seen\n");
  expect(JSON.parse(run.stdout)).toMatchObject({ files: { created: ["default.nix", "web.nix"] } });
});
