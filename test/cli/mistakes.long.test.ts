import { basename } from "node:path";
import { expect, test } from "@jest/globals";
import { marked, problemsOf } from "../support/program.js";

const state = 'restartIfChanged: false, config: { system: { stateVersion: "26.05" } }';
const head = 'import { defineContainers, file, nix, pkgs } from "nixpawn";\n';

/** One mistake each, of different kinds; « » around where it must be shown. */
const mistakes: readonly (readonly [code: string, source: string])[] = [
  ["NP102", `export default defineContainers({ web: { «autoStrat»: true, ${state} } });`],
  ["NP103", `export default defineContainers({ web: { autoStart: «"yes"», ${state} } });`],
  [
    "NP104",
    `export default defineContainers({ web: { allowedDevices: [«{» node: "/dev/fuse" }], ${state} } });`,
  ],
  ["NP105", `export default defineContainers({ web: { «pkgs»: 1, ${state} } });`],
  ["NP107", `export default defineContainers({ web: { «services»: {}, ${state} } });`],
  [
    "NP003",
    `export default defineContainers({ web: { autoStart true» } });`.replace("true»", "«true» "),
  ],
  [
    "NP004",
    `import { x } from «"./missing.js"»;\nx();\nexport default defineContainers({ web: { ${state} } });`,
  ],
  [
    "NP006",
    `«JSON».parse("{");\nexport default defineContainers({ web: { ${state} } });`.replace(
      "«JSON».parse",
      "JSON.«parse»",
    ),
  ],
  ["NP202", `export default defineContainers({ web: { «localAddress»: "10.0.0.2", ${state} } });`],
  [
    "NP210",
    `export default defineContainers({ a: { privateNetwork: true, localAddress: "10.0.0.2", ${state} },\n  b: { privateNetwork: true, localAddress: «"10.0.0.2"», ${state} } });`,
  ],
  [
    "NP302",
    `export default defineContainers({ web: { restartIfChanged: false, config: { a: «NaN», system: { stateVersion: "26.05" } } } });`,
  ],
  [
    "NP308",
    'export default defineContainers({ web: { restartIfChanged: false, config: { a: nix`1 + «`», system: { stateVersion: "26.05" } } } });',
  ],
  [
    "NP207",
    `export default defineContainers({ web: { bindMounts: { "/a": { hostPath: «"/b c"» } }, ${state} } });`,
  ],
  [
    "NP056",
    `export default defineContainers({ web: { restartIfChanged: false, config: [«file»("./none.nix"), { system: { stateVersion: "26.05" } }] } });`,
  ],
  [
    "NP052",
    `export default defineContainers({ web: ({ containers }) => ({ localAddress: (containers as any).«dbb».localAddress, ${state} }) });`,
  ],
  [
    "NP310",
    `export default defineContainers({ web: { restartIfChanged: false, config: { a: «\`\${pkgs.curl}/bin\`», system: { stateVersion: "26.05" } } } });`,
  ],
];

test.each(mistakes)("%s at its line and column", async (code, source) => {
  const { text, line, column } = marked(head + source);
  const problems = await problemsOf({ "containers.ts": text });
  expect(problems.map((one) => [one.code, basename(one.file ?? ""), one.line, one.column])).toEqual(
    [[code, "containers.ts", line, column]],
  );
});

test("a circle names its members", async () => {
  const problems = await problemsOf({
    "containers.ts": `${head}export default defineContainers({
      a: ({ containers }) => ({ hostBridge: containers.b.hostBridge, ${state} }),
      b: ({ containers }) => ({ hostBridge: containers.a.hostBridge, ${state} }),
    });`,
  });
  expect(problems).toHaveLength(1);
  expect(problems[0]?.code).toBe("NP051");
  expect(problems[0]?.message).toMatch(/`a` → `b` → `a`/);
});
