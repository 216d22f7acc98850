import { describe, expect, test } from "@jest/globals";
import { compileText } from "../../support/compile.js";

const head = `import { readFileSync } from "node:fs"; import util, { format } from "node:util";
import { addressOf, defineContainers, text } from "nixpawn";
const seen = new Map<string, number>(); const data: { a?: string; n?: number; z: null } = { z: null };\n`;

/** A container `web` that reads `db`, with this for a value of its system. */
const watching = (written: string): string =>
  `${head}export default defineContainers({
  db: { autoStart: true, config: { system: { stateVersion: "26.05" }, services: { openssh: { enable: true } } }, privateNetwork: true, localAddress6: "fc00::2", forwardPorts: [{ hostPort: 22 }] },
  web: ({ containers }) => ({ autoStart: true, config: { system: { stateVersion: "26.05" }, users: { motd: ${written} } } }),
} as any);\n`;

describe('what is not there is told where a text would say "undefined":', () => {
  test.each([
    'an optional chain: `http://${«(containers.db.localAddress as string | undefined)?.split("/")[0]»}:9100`',
    'a method: `a ${«containers.db.localAddress?.replace("/24", "")»}`',
    "an item of a list: `a ${«containers.db.forwardPorts?.[1]?.hostPort»}`",
    'an attribute: `a ${«containers.db.bindMounts?.["/x"]?.hostPath»}`',
    'a condition: `a ${«containers.db.localAddress && containers.db.localAddress.split("/")[0]»}`',
    "a copy: `a ${«({ ...containers.db }).localAddress»}`",
    "a rest: (() => { const { autoStart, ...rest } = containers.db as any; return `a ${«rest.localAddress»}`; })()",
    "the second of two: `${data.a ?? 1} ${«data.n»}`",
    'a sum: "http://" + «data.a»',
    'a sum of names: (() => { const start = "http://" as string; return «start + data.a»; })()',
    "a sum of its own: (() => { let sum = `a` as string; «sum += data.a»; return sum; })()",
    "String(): «String(data.a)»",
    "in other letters: `a${«data.a»}`.toUpperCase()",
    "in the name of an attribute: { [`a${«data.a»}`]: 1 }",
    "the name itself: { [«data.a as string»]: 1 }",
    'util.format: util.format("a %s", «data.a»)',
    'format: format("a %s", «data.a»)',
    'a method of a text: «"a".concat(data.a as string)»',
    "a method of a value: «containers.db.localAddress6!.concat(data.a as string)»",
    'a replacement: «"x@y".replace("@", data.a as string)»',
    'of each: «`a-${1}-b`.replaceAll("-", data.a as string)»',
    'what a function replaces by: «"x@y".replace("@", () => data.a as string)»',
    "of a URL: `a ${«encodeURIComponent(data.a as string)»}`",
    "of each item: «[data.a].map(String)»",
    "String.raw: String.raw`a\\d${«data.a»}`",
    "a name that is set: (() => { const to: any = {}; to[«data.a as string»] = 1; return to; })()",
    "names of a list: «Object.fromEntries([[data.a, 1]])»",
    "in a function module: (() => { const f = (one?: string) => `a${«one»}`; return f(); })()",
  ])("%s", async (one) => {
    const written = one.slice(one.indexOf(": ") + 2);
    const { problems, messages, mark } = await compileText(watching(written));
    expect(problems).toEqual([["NP074", mark]]);
    expect(messages[0]).toMatch(/^`.*` puts "undefined" into a text: a value is not there$/);
  });

  test("while the config is loaded, and in several texts at once", async () => {
    const { problems, hints } = await compileText(
      watching("[early, `b${data.n}`]").replace("export", "const early = `a${data.a}`;\nexport"),
    );
    expect(problems.map(([code]) => code)).toEqual(["NP074", "NP074"]);
    expect(hints[0]).toContain("??");
  });
});

describe('the same where it would say "null":', () => {
  test.each([
    "a template: `http://${«data.z»}:9100`",
    "its start: `${«data.z»}.example.org`",
    'a sum: "http://" + «data.z»',
    'the start of a sum: «data.z» + ".example.org"',
    "String(): «String(data.z)»",
    "a whole template: `${«data.z»}`",
    'a method: «"a".concat(data.z as any)»',
    'a replacement: «"x@y".replace("@", data.z as any)»',
    'a filler: «"x".padStart(6, data.z as any)»',
    "in other letters: `a${«data.z»}`.toUpperCase()",
    "in the name of an attribute: { [`a${«data.z»}`]: 1 }",
    "the name itself: { [«data.z as any»]: 1 }",
  ])("%s", async (one) => {
    const { result, problems, messages, mark } = await compileText(
      watching(one.slice(one.indexOf(": ") + 2)),
    );
    expect(problems).toEqual([["NP074", mark]]);
    expect(messages[0]).toMatch(/^`.*` puts "null" into a text: a value is not there$/);
    expect(result.problems[0]?.severity).toBe("error");
  });

  test.each([
    'JSON: `{ "a": ${data.z} }`',
    'close to its name: `{"a":${data.z}}`',
    "YAML: `limit: ${data.z}`",
    "a list: `[${data.z}, 1]`",
    "another place: [`read ${data.z}`.slice(0, 4), ['nul', 'l, it says'].join(``)]",
  ])("%s is a warning: it may be meant", async (one) => {
    const { result } = await compileText(watching(one.slice(one.indexOf(": ") + 2)));
    expect(result.problems.map(({ code, severity }) => [code, severity])).toEqual([
      ["NP074", "warning"],
    ]);
  });
});

test.each([
  "null of Nix, and a file: [`read ${data.z}`.slice(0, 4), null, '>/dev/null', 'nullable']",
  "a separator: ['a', undefined, null].join('-')",
  "a filler that is left out: 'x'.padEnd(6, data.a)",
  "nothing to replace: 'x'.replace('@', data.a as any)",
  "a URL alone: new URL('http://x', data.a).href",
  "a look-up: (data as any)[data.a as any] ?? 1",
  'a value: `a ${containers.db.localAddress6?.split("/")[0]}`',
  'a value instead: `a ${containers.db.localAddress?.split("/")[0] ?? "none"}`',
  'addressOf: `a ${addressOf(containers.db as any, "localAddress6")}`',
  "a key of a map: (() => { const key = `${data.a}:${data.n}`; seen.set(key, 1); return String(seen.get(key)); })()",
  "an error that is caught: (() => { try { throw new Error(`no ${data.a}`); } catch { return 'fine'; } })()",
  "a text for people: (() => { console.error(`read ${data.a}`); return 'fine'; })()",
  "a sum of numbers: (() => { const sum = 1 + (data.n as number); return Number.isNaN(sum) ? 1 : sum; })()",
  'the word itself: "behaviour that is undefined"',
  'null of JSON: `{ "a": ${JSON.stringify(data.a ?? null)} }`',
])("what gets into no container is none of it: %s", async (one) => {
  const { problems } = await compileText(watching(one.slice(one.indexOf(": ") + 2)));
  expect(problems).toEqual([]);
});

test.each([
  ["const all: any = { [`web-${«data.a»}`]: WEB };"],
  ["const all: any = { [«data.a as string»]: WEB };"],
  ["const all = Object.fromEntries([data].map((one) => [`c-${«one.a»}`, WEB]));"],
  ["const all: any = {}; all[«data.a as string»] = WEB;"],
])("names of containers are texts: %s", async (made) => {
  const config = made.replace("WEB", '{ config: { system: { stateVersion: "26.05" } } }');
  const { problems, mark } = await compileText(
    `${head}${config}\nexport default defineContainers(all);\n`,
  );
  expect(problems).toEqual([["NP074", mark]]);
});

const aside = (written: string): string =>
  watching(`(() => { const cache: any = {}; ${written} })()`);

test.each([
  "cache[`${data.a}`] ??= 80; return \"if (typeof window === 'undefined') run();\";",
  "cache[data.a as string] ??= 80; return \"if (typeof window === 'undefined') run();\";",
  'cache[`${data.a}`] = 80; return "if (typeof a === \\"undefined\\") {\\n  run();\\n}";',
  "cache[`${1}/${data.a}`] = 80; return 'Undefined behaviour';",
  "cache[`${data.a}`] = 80; return text`\n  if (typeof a === 'undefined') {\n    run(${1});\n  }`;",
  "cache[`${data.a}`] = 80; return `${1} undefined ${2}`;",
  "const key = `${data.a}`; return key === 'undefined' ? 'none' : 'some';",
  "const key = `${data.a}`; return (key === 'undefined' ? 'none' : 'some') + ' is not undefined';",
  "cache[`${data.a}`] = 80; return 'undefined';",
])("the word of a text that is written so is none of it: %s", async (written) => {
  const { problems } = await compileText(aside(written));
  expect(problems).toEqual([]);
});

test("a text for people is none of it, wherever the container has the word from", async () => {
  const { problems } = await compileText(
    aside(
      "console.error(`read (${[1].length}) ${data.a} of it`); return 'if (x === unde' + 'fined)';",
    ),
  );
  expect(problems).toEqual([]);
});

test.each([
  ["a text elsewhere", "cache[`read ${data.a} of it`] = 1; return 'if (x === unde' + 'fined)';"],
  ["a key", "cache[`${data.a}`] = 1; return 'if (x === unde' + 'fined)';"],
])("%s and a container that has the word from where nobody sees are a warning", async (_, one) => {
  const { result } = await compileText(aside(one));
  expect(result.problems.map(({ code, severity }) => [code, severity])).toEqual([
    ["NP074", "warning"],
  ]);
});

test("a text with the word beside one that has it from a value is an error still", async () => {
  const { problems, mark } = await compileText(
    aside("return ['it is undefined', `it was ${«data.a»}`, 'undefined'];"),
  );
  expect(problems).toEqual([["NP074", mark]]);
});

test("what an option says of such a text is not told as well", async () => {
  const { problems, mark } = await compileText(
    `${head}export default defineContainers({ web: { autoStart: true, config: { system: { stateVersion: "26.05" } },
  privateNetwork: true, hostAddress: "10.0.0.1", localAddress: \`10.0.0.\${«data.n»}\` } } as any);\n`,
  );
  expect(problems).toEqual([["NP074", mark]]);
});

describe("what has no text, or is no number, is told where a text would say so:", () => {
  test.each([
    ["a variable that is not set: `port ${«Number(process.env.NIXPAWN_NONE)»}`", "NaN"],
    ["a sum with nothing: `port ${«data.n! + 1»}`", "NaN"],
    ["a difference: `port ${«data.n! - 1»}`", "NaN"],
    ['what was read of a text: "port " + «parseInt("x")»', "NaN"],
    ["an object: `a ${«data»}`", "[object Object]"],
    ["String(): «String(data)»", "[object Object]"],
    ["each item: «[{ b: 1 }].map(String)»", "[object Object]"],
    ["a name: { [«seen as any»]: 1 }", "[object Map]"],
    ["a promise: `a ${«Promise.resolve(1)»}`", "[object Promise]"],
    ["words of an address: «new URLSearchParams({ a: data.a! })».toString()", "undefined"],
  ])("%s", async (one, word) => {
    const written = one.slice(one.indexOf(": ") + 2);
    const { problems, messages, mark } = await compileText(watching(written));
    expect(problems).toEqual([["NP074", mark]]);
    expect(messages[0]).toContain(`puts "${word}" into a text: `);
  });

  test.each([
    "a date: `a ${new Date(0)}`.slice(0, 1)",
    "an address: `a ${new URL('http://b/')}`",
    "an object that says it: `a ${{ toString: () => 'b' }}`",
    "a list: `a ${[1, 2]}`",
    "a number: `a ${1 + 1} ${-1}`",
    "the word itself: 'is it NaN? [object Object]'",
    "a look at it: Number.isNaN(Number('x')) ? 'none' : `${Number('x')}`",
    "what no container has: (() => { void `a ${Number('x')} ${{}}`; return 'banana'; })()",
  ])("but not %s", async (one) => {
    expect((await compileText(watching(one.slice(one.indexOf(": ") + 2)))).problems).toEqual([]);
  });
});

test("a hole of text`…` in a container's function is told at the template", async () => {
  const { problems, mark } = await compileText(
    `${head}export default defineContainers({ web: ({ containers }) => ({ autoStart: true, config: { system: { stateVersion: "26.05" }, a: «text»\`a \${data.a as any}\` } }) } as any);\n`,
  );
  expect(problems).toEqual([["NP309", mark]]);
});
