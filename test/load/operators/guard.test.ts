import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { compileFiles, compileText, fine, head } from "../../support/compile.js";
import { root } from "../../support/program.js";

/** A config whose module has these values, each on a line of its own from the fourth on. */
const configOf = (values: readonly string[]): string =>
  `${head}import { host, isNixExpression } from "nixpawn"; const flag = true as boolean; const x = 5; const o = { r: config.r, n: { l: [config.l, 1], w: "A B" }, f: () => ["ok"] } as any; const u = undefined as any; const c = config as any; const maybe = (value?: any, other?: any) => [value ?? "none", value === undefined, typeof value, other ?? 1];
export default defineContainers({ web: { autoStart: true, config: { system: { stateVersion: "26.05" }, environment: { x: [
${values.map((one) => `  ${one},`).join("\n")}
] } } } } as any);\n`;

/** What is written, the code of the problem, and the template in its hint. */
const wrong: readonly (readonly [written: string, code: string, hint: string])[] = [
  ["c.a && c.b", "NP313", "nix`${c.a} && ${c.b}`"],
  ["c.a && flag && !c.b", "NP313", "nix`${c.a} && ${flag} && !${c.b}`"],
  ["(c.a || c.b) && x", "NP313", "nix`(${c.a} || ${c.b}) && ${x}`"],
  ["!!c.a", "NP313", "nix`${c.a}`"],
  ['c.a.b ?? "d"', "NP313", 'nix`${c.a}.b or "d"`'],
  ['c.a ? "y" : c.b', "NP313", 'nix`if ${c.a} then "y" else ${c.b}`'],
  ['c.a === "x"', "NP313", 'nix`${c.a} == "x"`'],
  ['"x" != c.a', "NP313", 'nix`"x" != ${c.a}`'],
  ["c.a === c.b", "NP313", "nix`${c.a} == ${c.b}`"],
  ["c.a.b === undefined", "NP313", "nix`!(${c.a} ? b)`"],
  ["c.a.b !== null", "NP313", "nix`${c.a.b} != null`"],
  ["c.a.b === true", "NP313", "nix`${c.a.b}`"],
  ["(() => { const on = c.a; return on === true; })()", "NP313", "nix`${on}`"],
  ["(() => { const on = c.a; return true != on ? 1 : 2; })()", "NP313", "if !${on} then 1 else 2"],
  ["(() => { const on = c.a; return on == false; })()", "NP313", "nix`!${on}`"],
  ["(c.a as number) + 1 > 3", "NP313", "nix`${c.a} + 1 > 3`"],
  ["(c.a - 1) * x", "NP313", "nix`(${c.a} - 1) * ${x}`"],
  ["c.a % 2", "NP313", "nix`lib.mod ${c.a} 2`"],
  ["-c.a", "NP313", "nix`-${c.a}`"],
  ['"x" in c.a', "NP313", 'nix`${c.a} ? "x"`'],
  ['typeof c.a === "string"', "NP313", "nix`builtins.isString ${c.a}`"],
  ["c.a?.b", "NP313", "nix`${c.a}.b or null`"],
  ["nix`1` ? 1 : 2", "NP313", "nix`if ${nix`1`} then 1 else 2`"],
  ['file("./x") && 1', "NP313", 'nix`${file("./x")} && 1`'],
  ["`http://${c.a}:${80 + x}`", "NP310", 'nix`"http://${c.a}:${80 + x}"`'],
  ['"a\\"" + c.a + "b"', "NP310", 'nix`"a\\"${c.a}b"`'],
  [
    "{ a: 1, ...c.a, b: 1, ...{ x } }",
    "NP315",
    "nix`{ a = 1; } // ${c.a} // { b = 1; } // ${{ x }}`",
  ],
  [
    '{ a: 1, ...lib.mkIf(c.a, { b: 2 }), "c": 3, d: [] }',
    "NP315",
    'lib.mkMerge([{ a: 1 }, lib.mkIf(c.a, { b: 2 }), { "c": 3, d: [] }])',
  ],
  ["[1, 2, ...lib.mkBefore([3])]", "NP315", "lib.mkMerge([[1, 2], lib.mkBefore([3])])"],
  [
    "Object.assign({}, lib.mkDefault({ a: 1 }), { b: 2 })",
    "NP315",
    "lib.mkMerge([lib.mkDefault({ a: 1 }), { b: 2 }])",
  ],
  ["{ ...lib.mkIf(c.a, { b: 2 }) }", "NP315", "write it as it is: lib.mkIf(c.a, { b: 2 })"],
  ["Object.assign({}, c.a)", "NP316", "nix`${c.a}`"],
  [
    "Object.assign({ a: 1 }, c.a, { b: c.c })",
    "NP316",
    "nix`${{ a: 1 }} // ${c.a} // ${{ b: c.c }}`",
  ],
  ["Object.assign(c.a, { b: 1 })", "NP316", "nix`${c.a} // ${{ b: 1 }}`"],
  ["c.a?.length", "NP313", "nix`builtins.length ${c.a}`"],
  ["[1, ...c.a]", "NP315", "nix`[ 1 ] ++ ${c.a}`"],
  ["(() => { const [first] = c.a; return first; })()", "NP315", "nix`builtins.elemAt ${c.a} 0`"],
  ["(() => { const { a, ...rest } = c.a; return [a, rest]; })()", "NP315", "removeAttrs ${c.a}"],
  ["(() => { const { port = 80 } = c.a; return port; })()", "NP313", "${c.a}.port or 80"],
  ["(({ port = 80 }) => port)(c.a)", "NP313", "nix`${…}.port or 80`"],
  ["(({ a: { b = 3 }, ...rest }) => [b, rest])({ a: c.a })", "NP313", "nix`${…}.b or 3`"],
  ["(() => { for (const { b = 1 } of [c.a]) return b; })()", "NP313", "nix`${…}.b or 1`"],
  ["(({ b = 1, }) => b)(c.a)", "NP313", "nix`${…}.b or 1`"],
  ["c.a[0]", "NP315", 'nix`builtins.elemAt ${c.a} 0`; an attribute of that name: nix`${c.a}."0"`'],
  ["c.a?.[0]", "NP313", "nix`builtins.elemAt ${c.a} 0`"],
  ["o?.r[0].b", "NP315", "nix`builtins.elemAt ${o?.r} 0`"],
  ["(() => { const l = nix`[ 1 ]` as any; return l[0]; })()", "NP315", "elemAt ${l} 0`"],
  ["[0, 1].map((_, i) => c.a[i])", "NP315", "elemAt ${c.a} ${i}`"],
  ['(() => { for (const i in ["a"]) return c.a[i]; })()', "NP315", 'nix`${c.a}."${i}"`'],
  ["c.a[x - 1]", "NP315", "nix`builtins.elemAt ${c.a} (${x} - 1)`"],
  ["`${c.a[0]}:80`", "NP315", "nix`"],
  ['(["a", "b"] as any)[c.a]', "NP317", 'nix`builtins.elemAt ${["a", "b"]} ${c.a}`'],
  ["(() => { for (const one of c.a) return one; })()", "NP315", "nix`map (one: …) ${c.a}`"],
  ["(() => { while (c.a) return 1; })()", "NP314", "nix`"],
  ["(() => { if (!c.a) return 1; return 2; })()", "NP313", "nix`if !${c.a} then … else …`"],
  ["(() => { if (c.a) return 1; return 2; })()", "NP314", "nix`if ${c.a} then … else …`"],
  [
    '(() => { switch (c.a) { case "b": return 16; default: return 2; } })()',
    "NP314",
    'nix`if ${c.a} == "b" then 16 else 2`',
  ],
  ["(() => { let w = c.a; w ||= 5; return w; })()", "NP313", "nix`${w} || 5`"],
  ["(() => { const o = { w: c.a }; o.w &&= 5; return o.w; })()", "NP313", "nix`${o.w} && 5`"],
  ["c.a.map((one: any) => one)", "NP316", "nix`map (one: …) ${c.a}`"],
  ['c.a.includes("x")', "NP316", 'nix`builtins.elem "x" ${c.a}`'],
  ["c.a.length", "NP316", "nix`builtins.length ${c.a}`"],
  ['c.a.join(", ")', "NP316", 'nix`lib.concatStringsSep ", " ${c.a}`'],
  ["[pkgs.a, pkgs.b].includes(c.a)", "NP316", "nix`builtins.elem ${c.a} ${[pkgs.a, pkgs.b]}`"],
  ["new Set([pkgs.a]).has(pkgs.a)", "NP316", "builtins.elem ${pkgs.a}"],
  ["new Set([pkgs.a]).has(c.a)", "NP316", "builtins.elem ${c.a}"],
  ["new Set([pkgs.a, pkgs.b, pkgs.a]).size", "NP316", "nix`lib.unique ${[pkgs.a"],
  ['["wheel", c.g].includes("docker")', "NP316", 'nix`builtins.elem "docker" ${["wheel", c.g]}`'],
  ['["wheel", c.g].indexOf("docker") < 0', "NP316", "nix`"],
  ['[nix`"a"`].lastIndexOf("a" as any)', "NP316", "nix`"],
  ['new Set(["wheel", c.g]).has("docker")', "NP316", 'nix`builtins.elem "docker" (lib.unique'],
  ['new Map([[c.g, 1]]).has("docker" as any)', "NP316", "nix`builtins.hasAttr"],
  ["new Map([[c.g, 1]]).get(c.h)", "NP316", "nix`"],
  ["Object.values({ x: c.a }).includes(true)", "NP316", "nix`builtins.elem true"],
  ["[1].concat(c.a)", "NP316", "nix`${[1]} ++ ${c.a}`"],
  ["[c.a, [1]].flat()", "NP316", "nix`lib.flatten ${[c.a, [1]]}`"],
  ['["x"].flatMap((one) => c.a[one])', "NP316", 'nix`lib.concatMap (one: …) ${["x"]}`'],
  ["[{ a: c.a }].filter((one) => one.a)", "NP314", "nix`builtins.filter (one: …) ${[{ a: c.a }]}`"],
  ["[{ a: c.a }].find(({ a }) => a)", "NP314", "nix`lib.findFirst (one: …) null"],
  ["[{ a: c.a }].findIndex(({ a }) => a)", "NP314", "nix`lib.lists.findFirstIndex (one: …) null"],
  ["[{ a: c.a }].some((one) => one.a && x)", "NP313", "nix`${one.a} && ${x}`"],
  ["[c.a, c.b].find(Boolean)", "NP314", "nix`lib.findFirst (one: …) null ${[c.a, c.b]}`"],
  ["[undefined, c.a, c.b].findIndex(Boolean)", "NP314", "nix`lib.lists.findFirstIndex"],
  ["[pkgs.a, nix`1`].findLast(Boolean)", "NP314", "nix`lib.findFirst (one: …) null (lib.reverse"],
  ["[pkgs.a, lib.f(1)].findLastIndex((one) => one)", "NP314", "nix`"],
  ["[c.a, c.b].every(Boolean)", "NP314", "nix`builtins.all (one: …) ${[c.a, c.b]}`"],
  ["o?.r.toLowerCase()", "NP316", "nix`lib.toLower ${o?.r}`"],
  ["o?.r.concat([80])", "NP316", "nix`${o?.r} ++ ${[80]}`"],
  ['o?.r.startsWith("x").x', "NP316", 'nix`lib.hasPrefix "x" ${o?.r}`'],
  ['o?.r /* … */ .split(":").join("")', "NP316", 'nix`lib.splitString ":" ${o?.r}`'],
  ["o!?.r!.padStart(3)", "NP316", "${o!?.r}"],
  ["o?.r.length", "NP316", "nix`builtins.length ${o?.r}`"],
  ["o?.n.l.length + o?.r.length", "NP316", "nix`"],
  ["o.n?.l.includes(c.a)", "NP316", "nix`builtins.elem ${c.a} ${o.n?.l}`"],
  ["o?.n?.l?.includes(c.a) ? 1 : 2", "NP316", "nix`if builtins.elem ${c.a} ${o?.n?.l} then 1"],
  ["o?.f().concat(c.a)", "NP316", "nix`${o?.f()} ++ ${c.a}`"],
  ["o?.r.b ?? 1", "NP313", "nix`"],
  ["String(c.a)", "NP316", "nix`toString ${c.a}`"],
  ["Array.isArray(c.a)", "NP316", "nix`builtins.isList ${c.a}`"],
  ["Array.isArray(nix`[ ]`)", "NP316", "builtins.isList"],
  [
    "((one: any) => (Array.isArray(one) ? one : [one]))(c.a)",
    "NP316",
    "lib.toList(one) makes a list of one or many; or ask first whether it is one that Nix alone knows: isNixExpression(one)",
  ],
  [
    '((one: any) => one && typeof one === "object" && !Array.isArray(one))(c.a)',
    "NP313",
    "ask first whether it is one that Nix alone knows: isNixExpression(one), imported from nixpawn",
  ],
  ['((v: any) => (typeof v === "function" ? v(1) : v))(c.a)', "NP313", "isNixExpression(v)"],
  ['((v: any) => (typeof v === "string" ? v : v.x))(c.a)', "NP313", "isNixExpression(v)"],
  ['((v: any) => ("object" !== typeof v ? v : v.x))(lib.f(1))', "NP313", "isNixExpression(v)"],
  ['((v: any) => typeof v == "function")(pkgs.a)', "NP313", "isNixExpression(v)"],
  ["((v: any, w: any) => typeof v === typeof w)(c.a, 1)", "NP313", "isNixExpression(v)"],
  [
    '((v: any) => { switch (typeof v) { case "string": return 1; default: return 2; } })(c.a)',
    "NP313",
    "isNixExpression(v)",
  ],
  ['((v: any) => ["string", "number"].includes(typeof v))(c.a)', "NP313", "isNixExpression(v)"],
  ["((v: any) => ({ string: 1, function: 2 })[typeof v as string])(c.a)", "NP313", "(v)"],
  ["((v: any) => (v instanceof Function ? v(1) : v))(c.a)", "NP313", "isNixExpression(v)"],
  ["((v: any) => (v instanceof Array ? v : [v]))(c.a)", "NP313", "lib.toList(v)"],
  ["((one: any) => (one ? 1 : 2))(c.a)", "NP313", "2`; isNixExpression(one)"],
  ["Array(c.a)", "NP316", "nix`lib.genList (index: …) ${c.a}`"],
  ["new Array(c.a)", "NP316", "nix`lib.genList (index: …) ${c.a}`"],
  ['Array.from(["a"], lib.f as any)', "NP316", "write (one) => lib.f(one)"],
  ["[c.a].map(Boolean)", "NP316", "nix`"],
  ["[1, [c.a][0]].some(Array.isArray)", "NP316", "nix`builtins.any"],
  ["o.n.l.filter(Array.isArray)", "NP316", "nix`builtins.filter"],
  ["[c.a].every(Number.isInteger)", "NP316", "nix`builtins.all"],
  ["(() => { const { length } = c.a; return length; })()", "NP316", "nix`builtins.length ${c.a}`"],
  ["Object.prototype.toString.call(c.a)", "NP316", "${c.a}"],
  ["Array.prototype.slice.call(c.a)", "NP316", "${c.a}"],
  ['[{ a: c.a }]["filter"]((one) => one.a)', "NP314", "nix`"],
  ["((p: any) => p && { p })(c.a)", "NP313", "p !== undefined && …; where Nix decides"],
  ["((p: any) => ({ ...(p ? { p } : {}) }))(c.a)", "NP313", "p !== undefined ? … : …"],
  ["((given: any) => given.p || pkgs.a)({ p: c.a })", "NP313", "given.p ?? pkgs.a"],
  [
    "(() => { const to: any = {}; to[c.a] = 5; return to; })()",
    "NP317",
    "${to} // { ${c.a} = 5; }",
  ],
  ["structuredClone(c.a)", "NP316", "copy it by a spread"],
  ["structuredClone([{ a: nix`1` }])", "NP316", "copy it by a spread"],
  ['structuredClone({ a: new Map([["b", file("./x")]]) })', "NP316", "copy it by a spread"],
  ["Boolean(c.a)", "NP316", "nix`${c.a}`"],
  ["Math.max(c.a, 3)", "NP316", "nix`lib.max ${c.a} 3`"],
  ["Object.keys(c.a)", "NP316", "nix`builtins.attrNames ${c.a}`"],
  ["JSON.stringify(c.a)", "NP316", "nix`builtins.toJSON ${c.a}`"],
  ['{ [c.a]: "b" }', "NP317", 'nix`{ ${c.a} = "b"; }`'],
  ["(pkgs as any)[c.a]", "NP317", "nix`${pkgs}.${c.a}`"],
  ["pkgs.some-flag", "NP318", 'pkgs["some-flag"]'],
  ["c.services.home-flag.enable", "NP318", 'c.services["home-flag"].enable'],
];

test(`each of ${wrong.length} is told at its line, all of them at once, with what to write`, async () => {
  const codes = wrong.map(([written]) => written.replace("-flag", "-x"));
  const { result } = await compileText(configOf(codes));
  const found = result.problems.map(({ code, place, hint }) => [place?.start.line, code, hint]);
  expect(found.map(([line, code]) => [line, code])).toEqual(
    wrong.map(([, code], index) => [index + 4, code]),
  );
  for (const [index, [, , hint]] of wrong.entries()) {
    expect(found[index]?.[2] ?? "").toContain(hint.replace("-flag", "-x"));
  }
});

describe("what is right stays so", () => {
  const right = [
    "flag && pkgs.gdb",
    "flag || nix`1`",
    "flag ? c.a : pkgs.b",
    "maybe(c.a)",
    "maybe(pkgs.a, lib.f(1))",
    "[pkgs.git, flag && pkgs.gdb].filter((one) => one !== false)",
    "(() => { const tool: any = flag && pkgs.gdb; return tool !== false ? tool : 1; })()",
    "(() => { const on: any = flag; return on === true; })()",
    "[pkgs.git, undefined].filter(Boolean)",
    "[pkgs.git, undefined].filter((one) => one)",
    "[pkgs.git, undefined].find((one) => one)",
    "[1, 2].filter((one, index, all) => all[index] === one)",
    "[pkgs.git, undefined].filter((one) => !!one)",
    "[pkgs.git, c.a, undefined].filter((one) => one)",
    "[undefined, c.a].find((one) => one)",
    "[pkgs.git, file('./x'), undefined, c.a].find(Boolean), [c.a, undefined].findLast(Boolean)",
    "[c.a, undefined, c.b].filter(Boolean)",
    '[{ n: "a", on: c.a }].filter((one) => one.n === "a")',
    "[pkgs.git, [nix`2`], nix`3`].flat()",
    '["x"].flatMap((one) => nix`pkgs.${one}`)',
    "[{ on: c.a }].flatMap((one) => [one.on])",
    "(({ port = 80, ...rest }: any = {}) => [port, rest])({ name: c.a })",
    "(({ port = 80 }: any) => port)({ port: c.a })",
    "[c.a, c.b].map((one) => lib.mkForce(one)).concat([1])",
    "[1].concat([c.a])",
    "[1].concat(pkgs.git as any)",
    "(() => { const { enable, port } = c.services.x; return [enable, port]; })()",
    "({ ...(c.a as any === undefined ? {} : { port: 1 }) })".replace("c.a as any", "maybe"),
    "lib.concat([1], [2])",
    "lib.filter(lib.id, [1])",
    "pkgs.lib.map(lib.id, [1])",
    "c.lib.x.map(lib.id)",
    'c.a["length"]',
    'c.a["0"]',
    "[c.a][0]",
    '["a", "b-c"].map((name) => pkgs[name])',
    "[config, pkgs].map((of, i) => [of.a, [config, pkgs][i].b])",
    "(() => { const at: any = { 80: c.a }; return [at[80], at?.[x * 16], { ...at }[80]]; })()",
    "Object.entries({ a: c }).map(([name, of]) => of[name].b)",
    "c.a.name",
    "c.steps.then",
    "new Map([[pkgs.a, 1]]).size",
    "(() => { const a = pkgs.a; return a === a; })()",
    "(() => { const a = pkgs.a; return [a].includes(a); })()",
    "Array.isArray(pkgs.a), Array.isArray(host.pkgs.a), Array.isArray([c.a])",
    "((one: any) => (Array.isArray(one) ? one : [one]))(pkgs.git)",
    '((v: any) => (typeof v === "undefined" ? 1 : v))(c.a)',
    '((v: any) => [typeof v, typeof v !== "undefined"])(c.a)',
    '((v: any) => (typeof v === "string" ? pkgs[v] : v))(pkgs.git)',
    '((v: any) => { switch (typeof v) { case "string": return pkgs[v]; default: return v; } })(pkgs.git)',
    '((v: any) => (typeof v === "function" ? v(1) : [typeof v, v instanceof Array]))((one: any) => one)',
    "((v: any) => (v instanceof Map || v instanceof Date ? 1 : v))(c.a)",
    "((v: any) => (v instanceof Array ? v : [v]))(pkgs.git)",
    "(() => { const a = pkgs.a; return [new Set([a, a, pkgs.b]).size, new Set([a]).has(a)]; })()",
    "[pkgs.a].includes(pkgs.b), [pkgs.a].indexOf(pkgs.b), new Set<any>().has(c.a)",
    '["wheel", c.g].includes("wheel"), [pkgs.a, file("./containers.ts")].includes("a" as any)',
    "[c.a, undefined].includes(undefined), new Set([{}]).has(c.a), [c.a].indexOf({} as any)",
    "[1, 2].reduce((all: any, one) => lib.add(all, one)), [[1], pkgs.git].filter(Array.isArray)",
    '["a"].map((one, index) => lib.f(one, index)), [1, 0].map(Boolean), [x].every(Number.isInteger)',
    "Array.from([c.a], (one) => lib.f(one)), lib.f(1, 0, [1])",
    "new Array(2).fill(pkgs.git), Array(c.a, c.b), Array.of(c.a)",
    "structuredClone({ a: [1] }), structuredClone(new Map([[1, new Date(0)]])).size, structuredClone(x)",
    `((...all: any[]) => all.map((one) => {
      if (isNixExpression(one)) return one;
      return one && typeof one === "object" && !Array.isArray(one) ? { ...one, b: 1 } : one;
    }))(c.a, pkgs.a, nix\`2\`, { a: c.a }, [1], "x")`.replace(/\s*\n\s*/g, " "),
    'nix`"${c.a}/x"`',
    "[c.a, c.b].length",
    "Object.keys({ a: c.a })",
    "[1, 2, 3].indexOf(x)",
    "(flag ? [c.a] : []).some((one) => one !== undefined)",
    "[u?.r.toLowerCase(), u?.[x].map(lib.f).length, u?.f(x).trim()].filter(Boolean)",
    'o?.n.w.toLowerCase().split(" ").concat(o?.f().length, o.n?.l.length, [u?.r.length ?? 1])',
    '(() => { const copy: any = { n: { w: 1 } }; delete copy?.n.w; return copy?.n["w"] ?? copy?.n.w ?? "none"; })()',
    'o?.["n"].w[0].toUpperCase(), o?.n // Its text.\n    .w.trim()',
  ];

  test(`${right.length} uses`, async () => {
    const { problems, messages } = await compileText(configOf(right));
    expect([problems, messages]).toEqual([[], []]);
  });
});

test.each([["asked for its text", "c.b.toString()"]])(
  "a reference %s is told where that is asked for",
  async (_what, written) => {
    const { result } = await compileText(configOf([`x, ${written}`]));
    expect(
      result.problems.map(({ code, message, place }) => [code, message, place?.start.line]),
    ).toEqual([["NP310", "`config.b` is a Nix expression and has no text in TypeScript", 4]]);
  },
);

test("what is absent in a chain is still the error that it was", async () => {
  const threw = "the config threw: Cannot read properties of undefined (reading";
  const deep = await compileText(configOf(["x, o?.f().name.deep.toLowerCase()"]));
  expect(deep.messages).toEqual([`${threw} 'deep')`]);
  const kept = await compileText(configOf(["x, o?.nothing.toLowerCase()"]));
  expect(kept.messages).toEqual([`${threw} 'toLowerCase')`]);
  expect(kept.result.problems[0]?.place?.start.line).toBe(4);
});

test.each(["map", "flatMap", "forEach", "reduce", "reduceRight"])(
  "a reference that %s of a list calls is told",
  async (method) => {
    const { result } = await compileText(configOf([`x, ["a", "b"].${method}(lib.f as any)`]));
    expect(result.problems.map(({ code, hint, place }) => [code, hint, place?.start.line])).toEqual(
      [["NP316", "write (one) => lib.f(one)", 4]],
    );
  },
);

test("the config goes on, and a loop comes to its end", async () => {
  const { problems } = await compileText(
    `${head}let i: any = 0; while (i !== config.a.count) i += 1;\nexport default defineContainers({ web: { autoStart: true } });`,
  );
  expect(problems.map(([code]) => code)).toEqual(["NP313"]);
});

test.each([
  ["JSON.stringify({ a: [config.a] })", "`config.a`"],
  ["JSON.stringify({ a: { b: nix`1` } }, null, 2)", "a nix template"],
  ["[{ a: pkgs.a }].map((one) => JSON.stringify(one))", "`pkgs.a`"],
])("%s is told: an expression deep in it would be left out", async (written, name) => {
  const { result } = await compileText(
    `${head}const text =\n  ${written};\nexport default defineContainers({ web: { config: { text } } } as any);\n`,
  );
  expect(result.problems.map(({ code, place }) => [code, place?.start.line])).toEqual([
    ["NP316", 3],
  ]);
  expect(result.problems[0]?.message).toContain(`\`JSON.stringify\` cannot compute with ${name}`);
  expect(result.problems[0]?.hint).toContain("builtins.toJSON");
});

test("a pattern with a default, and a test of a list, ask what another container may not have", async () => {
  const { problems, messages } = await compileText(
    `${head}export default defineContainers({ db: { ${fine} }, web: ({ containers }) => {
  const { localAddress = "10.0.0.9" } = containers.db;
  const addressed = Object.values(containers).filter((one: any) => one.localAddress);
  const some = Object.values(containers).some((one: any) => one.hostAddress);
  return { autoStart: true, config: { system: { stateVersion: "26.05" }, a: [localAddress, addressed.length, some] } };
} } as any);\n`,
  );
  expect([problems, messages]).toEqual([[], []]);
});

test.each([
  ["nix`config.x`", "a nix template"],
  ['file("./x")', "a `file(…)`"],
])("an attribute of %s is told, not left out", async (written, name) => {
  const { result } = await compileText(
    `${head}import { inspect } from "node:util"; const value: any = await ${written}; process.stderr.write(inspect([value]).slice(0, 0));\nconst a =\n  value.deep;\nexport default defineContainers({ web: { config: { a } } } as any);\n`,
  );
  expect(result.problems.map(({ code, place }) => [code, place?.start.line])).toEqual([
    ["NP316", 4],
  ]);
  expect(result.problems[0]?.message).toContain(`\`deep\` of ${name}`);
});

test.each([
  ['import assert from "node:assert";', "assert(c)"],
  ['import { ok as sure } from "assert";', "sure(c)"],
  ['import { isDeepStrictEqual as same } from "node:util";', "same(c, 1)"],
  ['import fs from "node:fs";', "fs.existsSync(c)"],
  ['import * as fs from "fs";', "fs.readFileSync(c)"],
  ['import { join } from "node:path";', 'join("/x", c)'],
  ['import { posix } from "node:path";', 'posix.join("/x", c)'],
  ['import { execFile } from "node:child_process";', 'execFile("false", [c])'],
  ["", "Buffer.from(c)"],
  ['const { join } = await import("node:path");', 'join("/x", c)'],
])("%s %s is told", async (imports, written) => {
  const { result } = await compileText(
    `${head}${imports} const c = config.a as any;\nconst x = ${written};\nexport default defineContainers({ web: { ${fine} } });\n`,
  );
  expect(result.problems.map(({ code, place }) => [code, place?.start.line])).toEqual([
    ["NP316", 3],
  ]);
  expect(result.problems[0]?.message).toContain("`config.a`");
  expect(result.problems[0]?.hint).toContain("nix`… ${");
});

test("a function that is only called as one of Node's is left alone", async () => {
  const { messages } = await compileText(
    `${head}import { join } from "node:path"; import { inspect } from "node:util"; import fs from "node:fs";
const own = (join: any, fs: any) => [join(config.a), fs.existsSync(pkgs.a)];
const x = [own((one: any) => one, { existsSync: (one: any) => one }), join("a", "b"), fs.existsSync("/"), inspect(config.a).length];
export default defineContainers({ web: { autoStart: true, config: { x, system: { stateVersion: "26.05" } } } } as any);\n`,
  );
  expect(messages).toEqual([]);
});

test.each([
  ['"a".replace("a", c)', "NP310", 'builtins.replaceStrings [ "a" ] [ ${c} ] "a"'],
  ['"a:".concat(c, "/x")', "NP310", 'nix`"a:${c}/x"`'],
  ["[1].slice(0, c)", "NP310", "nix`${config.a} + 1`"],
  ["(() => { let p = c; return p++; })()", "NP310", "nix`${config.a} + 1`"],
  ["(([one]: any) => one)(c)", "NP315", "nix`builtins.elemAt ${config.a} 0`"],
  ["Reflect.ownKeys(c)", "NP315", "nix`builtins.attrNames ${config.a}`"],
])("%s says what to write", async (written, code, hint) => {
  const { result } = await compileText(
    `${head}const c = config.a as any;\nconst x = ${written};\nexport default defineContainers({ web: { ${fine} } });\n`,
  );
  expect(result.problems.map((one) => [one.code, one.place?.start.line])).toEqual([[code, 3]]);
  expect(result.problems[0]?.hint).toContain(hint);
});

test.each(["for (const one of u.s) u.t();", "u.s.map(lib.f);"])(
  "JavaScript's own error of %s has no name of the guard in it",
  async (written) => {
    const { messages } = await compileText(
      `${head}const u = { s: {} } as any;\n${written}\nexport default defineContainers({ web: { ${fine} } });\n`,
    );
    expect(messages.join()).toContain("is not");
    expect(messages.join()).not.toContain("nixpawn");
  },
);

test("what Node refuses is named as it was given", async () => {
  const { messages } = await compileText(
    `${head}import { createHash } from "node:crypto";\ncreateHash("sha1").update(config.a as any);\nexport default defineContainers({ web: { ${fine} } });\n`,
  );
  expect(messages).toEqual(["`config.a` is a Nix expression and has no text in TypeScript"]);
});

test.each([
  "({ port = 80 }: any) => ({ x: port })",
  "({ pkgs, port = 80, ...rest }: any) => ({ x: [port, pkgs.a] })",
  "(given: any) => { const { port = 80 } = given; return { x: port }; }",
  "(given: any) => ({ x: given.port ?? 80 })",
])("a default of a module's argument is told: config: %s", async (module) => {
  const { result } = await compileText(
    `${head}export default defineContainers({ web: { autoStart: true, config:\n${module} } } as any);\n`,
  );
  expect(result.problems.map(({ code, place }) => [code, place?.start.line])).toEqual([
    ["NP313", 3],
  ]);
  expect(result.problems[0]?.hint).toContain("_module");
});

test.each([
  "({ pkgs, lib, ...rest }: any) => ({ x: lib.mkForce(pkgs.a) })",
  "(given: any) => ({ x: given?.lib.mkForce(1), y: [given?.pkgs?.a] })",
  "((given: any) => (({ port = 80 }: any) => ({ x: port }))({ port: given.pkgs.a }))",
  "((port = 80) => () => ({ x: port }))()",
])("other functions of a module are as they were: config: %s", async (module) => {
  const config = module.replace("({ x", '({ system: { stateVersion: "26.05" }, x');
  const { messages } = await compileText(
    `${head}export default defineContainers({ web: { autoStart: true, config: ${config} } } as any);\n`,
  );
  expect(messages).toEqual([]);
});

test.each([
  "const m: any = ({ pkgs }: any) => ({ x: pkgs.a });\nconst of = (c: any) => ({ ...c, config: { ...c.config } });\nconst web = of({ config: m });",
  "const web = { config: { ...(({ pkgs }: any) => ({ x: pkgs.a })) } };",
  "const web = { config: { ...[{ x: 1 }] as any } };\nconst [y] = [1];",
  'const web = { config: { ..."ab" } };',
  "const m: any = ({ pkgs }: any) => ({ x: pkgs.a });\nconst web = { config: Object.assign({}, m, { x: 1 }) };",
  "const base: any = {};\nconst web = { config: Object.assign(base, ({ pkgs }: any) => ({ x: pkgs.a })) };",
  "const web = { config: Object.assign({}, [{ x: 1 }]) };",
  'const web = { config: Object.assign({}, "ab") };',
])("what an object takes nothing of is told: %s", async (text) => {
  const { result } = await compileText(
    `${head}${text}\nexport default defineContainers({ web: { autoStart: true, ...web } } as any);\n`,
  );
  expect(result.problems.map(({ code }) => code).filter((code) => code === "NP332")).toHaveLength(
    1,
  );
});

test.each([
  [
    "await",
    'const load = async (_: string) => ({ autoStart: true });\nconst web: any = { ...«load("web")», config: {} };',
  ],
  ["fromEntries", 'const web = { config: { a: { ...«new Map([["a", 1]])» } } };'],
  ["[...set]", 'const web = { config: { a: { ...«new Set(["a"])» } } };'],
  [
    "{ NAME: text }",
    'const web = { config: { environment: { variables: { ...«("ab" as any)» } } } };',
  ],
  ["{ NAME: list }", "const web = { config: { environment: { variables: { ...«['a']» } } } };"],
  ["Object.fromEntries(pairs)", "const web = { config: { a: { ...«[['a', 1]]» } } };"],
  ["config: [...modules", "const web = { config: { ...«[{ a: 1 }]» } };"],
  ["config: [base,", "const web = { config: { ...«(() => ({ a: 1 }))» } };"],
])("what to write in place of a spread is told: %s", async (hint, text) => {
  const { result, mark } = await compileText(
    `${head}${text.replace("...«", "«...").replace("new Map", "new Map<any, any>")}\nexport default defineContainers({ web: { autoStart: true, ...web } } as any);\n`,
  );
  const [found] = result.problems.filter(({ code }) => code === "NP332");
  expect(found?.hint).toContain(hint);
  expect(found?.place?.start).toMatchObject({ line: Number(mark?.split(":")[1]) });
});

test.each([
  "const of = (c: any = {}) => ({ ...c, config: { ...c.config, system: { stateVersion: '26.05' } } });\nconst web = of();",
  "const web = { config: { ...(false as any), ...([] as any), ...('' as any), ...(null as any) } };",
  "const list = [...'ab', ...[1]]; const web = { config: { x: Math.max(...[1, 2]), y: list } };",
  "const web = { config: { ...(new Map() as any), ...(new Set() as any), ...Object.assign(new Map([[1, 2]]), { x: 1 }) } };",
  "const tool = Object.assign(() => 1, { x: 1 });\nconst web = { config: { ...tool } };",
  "const list: any = [1, 2];\nconst web = { config: Object.assign({}, { x: Object.assign(list, [3]) }, undefined, null) };",
])("other spreads are as they were: %s", async (text) => {
  const { result } = await compileText(
    `${head}${text}\nexport default defineContainers({ web: { autoStart: true, ...web } } as any);\n`,
  );
  expect(result.problems.map(({ code }) => code).filter((code) => code !== "NP212")).toEqual([]);
});

test("the helper of the docs puts together what holds expressions", async () => {
  const docs = readFileSync(join(root, "docs", "config-code.md"), "utf8");
  const [, helper = ""] =
    /```ts\n((?:(?!```)[^])*export function merge(?:(?!```)[^])*)```/.exec(docs) ?? [];
  const { messages } = await compileFiles({
    "merge.ts": helper,
    "containers.ts": `${head}import { merge } from "./merge.js";
const base = { a: { on: true, port: config.a }, l: [1] };
const more = { a: { port: nix\`2\` }, b: pkgs.b };
export default defineContainers({ web: { ${fine.replace("config: {", "config: { x: merge(base, more),")} } } as any);\n`,
  });
  expect(messages).toEqual([]);
});
