import { basename } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { marked, problemsOf } from "../../support/program.js";

const state = 'restartIfChanged: false, config: { system: { stateVersion: "26.05" } }';

/** Hard shapes: the wrong port must be shown between the marks, whatever way it took. */
const shapes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "a plain literal": {
    "containers.ts": `export default defineContainers({ web: { privateNetwork: true, forwardPorts: [{ hostPort: «99999» }], ${state} } });`,
  },
  "a variable that holds the object": {
    "containers.ts": `const forward = { hostPort: «99999» };\nexport default defineContainers({ web: { privateNetwork: true, forwardPorts: [forward], ${state} } });`,
  },
  "a function's result": {
    "containers.ts": `function make(p: number) {\n  return { privateNetwork: true, forwardPorts: [{ hostPort: «p» }], ${state} };\n}\nexport default defineContainers({ web: make(99999) });`,
  },
  "an object spread": {
    "containers.ts": `const base = { privateNetwork: true, forwardPorts: [\n  { hostPort: «99999» }] };\nexport default defineContainers({ web: { ...base, ${state} } });`,
  },
  "a spread that is overridden": {
    "containers.ts": `const base = { hostPort: 80, protocol: "tcp" as const };\nexport default defineContainers({ web: { privateNetwork: true, forwardPorts: [{ ...base, hostPort: «99999» }], ${state} } });`,
  },
  "an array spread": {
    "containers.ts": `const more = [{ hostPort: 81 },\n {hostPort: «99999»}];\nexport default defineContainers({ web: { privateNetwork: true, forwardPorts: [{ hostPort: 80 }, ...more], ${state} } });`,
  },
  "a loop that assigns": {
    "containers.ts": `const all: Record<string, object> = {};\nfor (const n of ["web"]) {\n  const one: Record<string, unknown> = { privateNetwork: true, ${state} };\n  one["forwardPorts"] = [{ hostPort: «99999» }];\n  all[n] = one;\n}\nexport default defineContainers(all);`,
  },
  "map and Object.fromEntries": {
    "containers.ts": `export default defineContainers(Object.fromEntries(["web"].map((n) => [n, { privateNetwork: true, forwardPorts: [{ hostPort: «99999» }], ${state} }])));`,
  },
  "another file": {
    "containers.ts": `import { web } from "./web.js";\nexport default defineContainers({ web });`,
    "web.ts": `export const web = {\n  privateNetwork: true,\n  forwardPorts: [{ hostPort: «99999» }], ${state} };`,
  },
  "a computed key": {
    "containers.ts": `const key = "hostPort";\nexport default defineContainers({ ["w" + "eb"]: { privateNetwork: true, forwardPorts: [{ [key]: «99999» } as never], ${state} } });`,
  },
  "a shorthand property": {
    "containers.ts": `const hostPort = 99999;\nexport default defineContainers({ web: { privateNetwork: true, forwardPorts: [{ «hostPort» }], ${state} } });`,
  },
  "Object.assign": {
    "containers.ts": `const web = Object.assign({ privateNetwork: true, ${state} }, { forwardPorts: [{ hostPort: «99999» }] });\nexport default defineContainers({ web });`,
  },
  "a JSON file": {
    "containers.ts": `import web from "./web.json" with { type: "json" };\nexport default defineContainers({ web: { ...web, ${state} } });`,
    "web.json": `{\n  "privateNetwork": true,\n  "forwardPorts": [{ "hostPort": «99999» }]\n}\n`,
  },
  "defaults by a function": {
    "containers.ts": `export default defineContainers({ web: { ${state} } }, { defaults: (name) => ({ privateNetwork: true, forwardPorts: [{ hostPort: «99999» }] }) });`,
  },
  "a container's function, after tabs and wide characters": {
    "containers.ts": `export default defineContainers({\n\t/* 漢字 😀 */ web: ({ name }) => ({ privateNetwork: true, forwardPorts: [{ hostPort: «99999» }], ${state} }),\n});`,
  },
  "await inside of the literal": {
    "containers.ts": `const later = async (p: number) => p;\nconst base = { privateNetwork: true };\nexport default defineContainers({ web: { ...base, ...(await (async () => ({ ...base, forwardPorts: [{ hostPort: «await later(99999)» }] }))()), ${state} } });`,
  },
};

describe("the place of a value that came by", () => {
  test.each(Object.entries(shapes))("%s", async (_name, files) => {
    const expected = Object.entries(files)
      .filter(([, text]) => text.includes("«"))
      .map(([file, text]) => ({ file, ...marked(text) }))[0];
    const problems = await problemsOf(
      Object.fromEntries(
        Object.entries(files).map(([file, text]) => [
          file,
          file === "containers.ts"
            ? `import { defineContainers } from "nixpawn"; ${marked(text).text}`
            : marked(text).text,
        ]),
      ),
    );
    const shift = expected?.file === "containers.ts" && expected.line === 1 ? 44 : 0;
    expect(
      problems.map(({ code, file, line, column }) => ({
        code,
        file: basename(file ?? ""),
        line,
        column,
      })),
    ).toContainEqual({
      code: "NP103",
      file: expected?.file,
      line: expected?.line,
      column: (expected?.column ?? 0) + shift,
    });
    expect(problems.filter(({ code }) => code === "NP103")).toHaveLength(1);
  });
});
