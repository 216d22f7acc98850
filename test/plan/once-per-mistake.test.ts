import { expect, test } from "@jest/globals";
import type { Problem } from "../../src/problems/problem.js";
import { compileText, head } from "../support/compile.js";
import { oncePerMistake } from "../../src/plan/once-per-mistake.js";

test.each([
  ["«confg»: {}", "NP102", "did you mean `config`?"],
  [
    '«"config.services.nginx.enable"»: true',
    "NP102",
    "write one object in another: config: { services: { nginx: { enable: … } } }",
  ],
  ["«services»: {}", "NP107", "it belongs in `config`: config: { services: … }"],
  [
    '«"services.nginx.enable"»: true',
    "NP107",
    "it belongs in `config`: config: { services: { nginx: { enable: … } } }",
  ],
])("a system under a wrong name is one mistake: %s", async (options, code, hint) => {
  const { problems, hints, mark } = await compileText(
    `${head}export default defineContainers({ web: { ${options} } } as any);\n`,
  );
  expect([problems, hints]).toEqual([[[code, mark]], [hint]]);
});

test("another wrong name, and no system, are two", async () => {
  const { problems } = await compileText(
    `${head}export default defineContainers({ web: { ephemral: true } } as any);\n`,
  );
  expect(problems.map(([code]) => code)).toEqual(["NP209", "NP102"]);
});

const problem = (code: Problem["code"], ...path: readonly (string | number)[]): Problem => ({
  code,
  severity: code === "NP103" ? "error" : "warning",
  message: path.join("."),
  path,
});

/** The codes that are left. */
const left = (...problems: readonly Problem[]) => oncePerMistake(problems).map(({ code }) => code);

const refused = problem("NP103", "web", "bindMounts", "/srv", "hostPath");

test("what a warning says of a value around a refused one is left out", () => {
  expect(left(refused, problem("NP207", "web", "bindMounts", "/srv"))).toEqual(["NP103"]);
  expect(left(refused, problem("NP207", "web", "bindMounts"))).toEqual(["NP103"]);
});

test("what it says of the whole container, or of another option, is not", () => {
  expect(left(refused, problem("NP207", "web"))).toEqual(["NP103", "NP207"]);
  expect(left(refused, problem("NP207", "web", "tmpfs"))).toEqual(["NP103", "NP207"]);
});

test("a value that its option refuses is not told to be none of Nix as well", () => {
  const none = { ...problem("NP301", ...(refused.path ?? [])), severity: "error" } as const;
  expect(left(refused, none)).toEqual(["NP103"]);
  expect(left(refused, { ...none, path: ["web", "tmpfs"] })).toEqual(["NP103", "NP301"]);
});
