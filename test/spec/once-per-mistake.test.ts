import { expect, test } from "@jest/globals";
import { compileText, head } from "../support/compile.js";

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
