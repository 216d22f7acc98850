import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parseSource } from "../../../src/load/origins/parse-typescript.js";
import { evaluate, evaluateTraced } from "../support/evaluate.js";

async function expectSame(source: string): Promise<void> {
  const { origins, ...traced } = await evaluateTraced(source);
  expect(origins).toBeDefined();
  expect({ source, ...traced }).toEqual({ source, ...(await evaluate(source)) });
}

/** Programs that a careless rewriting would change; all of them say what they see. */
const programs: Readonly<Record<string, string>> = {
  "destructuring with defaults": `
    const { a = {}, b: { c = [1] } = {}, ...rest } = { d: 1, e: [2] } as any;
    const [x = { y: 1 }, , ...z] = [undefined, 2, 3, 4] as any;
    return [a, c, rest, x, z];`,
  "destructuring that assigns": `
    const o: any = {}; let p: any, q: any;
    [o.a, o["b"], ...o.c] = [1, 2, 3, 4];
    ({ a: o.d, ["b"]: o.e = [5], ...q } = { a: 1, z: 2 } as any);
    [p = { r: 1 }] = [];
    return [o, p, q];`,
  "defaults of parameters": `
    const f = ({ a = [1], b } = { b: { c: 2 } } as any, [d = {}] = [] as any, ...e: any[]) => [a, b, d, e];
    return [f(), f({ a: 3 }, [4], 5)];`,
  "loops over members": `
    const o: any = {}; const seen = [];
    for (o.x of [1, 2]) seen.push({ ...o });
    for (o["y"] in { k: 1, l: 2 }) seen.push({ ...o });
    for (o.i = 0; o.i < 2; o.i++) seen.push([o.i]);
    return seen;`,
  "labels, switches and blocks": `
    const out: any[] = [];
    outer: for (const a of [1, 2]) { inner: { if (a === 1) continue outer; break inner; } out.push([a]); }
    switch ([1].length) { case [2].length: out.push({ hit: 1 }); break; default: out.push({}); }
    if (out.length) [out] .forEach((one) => tell(one)); else ({ a: 1 });
    return out;`,
  generators: `
    function* g(): any { const a = { ...(yield [1]), b: yield { c: 2 } }; const d = [...(yield* [3, 4] as any) ?? [], yield]; return [a, d]; }
    const it = g(); const seen = [it.next()];
    for (const v of [{ x: 1 }, 2, undefined, undefined, 5]) seen.push(it.next(v));
    return seen;`,
  "async in the midst": `
    const wait = async (v: any) => { await null; tell(v); return v; };
    const make = async (n: number) => ({ a: n, ...(await wait({ b: n })), [await wait("k" + n)]: [...(await wait([n, n]))] });
    return Promise.all([make(1), make(2), make(3)]);`,
  "async generators": `
    async function* g() { yield* [{ a: 1 }, { ...(await { b: 2 }) }]; }
    const out = []; for await (const one of g()) out.push([...Object.entries(one)]); return out;`,
  recursion: `
    const tree = (n: number): any => ({ n, ...(n > 0 ? { left: tree(n - 1) } : {}), kids: [...(n > 0 ? [tree(n - 1)] : [])] });
    return tree(4);`,
  "throwing in a literal": `
    const bad = () => { throw new TypeError("no"); };
    const out: any[] = [];
    for (const f of [() => ({ ...{ a: 1 }, ...bad() }), () => [...[1], ...bad()], () => ({ a: [bad()] })]) {
      try { out.push(f()); } catch (e) { out.push([(e as Error).message, { ...{ after: 1 } }]); }
    }
    return out;`,
  "throw of anything": `
    const out: any[] = [];
    for (const v of [null, undefined, 1, "s", { a: 1 }, [2]]) { try { throw v; } catch (e) { out.push(e); } }
    try { throw tell(1), tell({ b: 2 }); } catch (e) { out.push(e); }
    return out;`,
  "order of evaluation": `
    const o: any = {};
    const obj = () => (tell("object"), o); const key = () => (tell("key"), { toString() { tell("toString"); return "k"; } });
    obj()[key() as any] = tell({ v: 1 });
    const l = { [(tell("k1"), "a")]: tell("v1"), ...(tell("s"), { z: 1 }), [(tell("k2"), "b")]: tell("v2"), get g() { return tell("got"); } };
    return [o, l, l.g];`,
  "computed keys are asked once": `
    let n = 0; const key = { toString() { return "k" + ++n; } };
    const s = Symbol("s");
    return [{ [key as any]: 1, [key as any]: [2], [s]: 3, [1.5]: 4, [null as any]: 5, [-0]: 6 }, n];`,
  "computed keys of every order": `
    const [two, one, dup] = [2, 1, "a"];
    return { a: 0, [two]: "two", [one]: "one", [dup]: "again", ["__proto__"]: 1 };`,
  "names that are lists": `const o: any = {}; let n = 0; o[n++, "a"] = [1]; o[(n++, "b")] = {}; ({ o }).o[n, "c"] = [n]; return o;`,
  "assignments that fail": `
    const out: any[] = []; const frozen: any = Object.freeze({ a: 1 });
    for (const f of [() => { frozen.a = { b: 1 }; }, () => { (null as any).x = tell([1]); }, () => { (undefined as any)[tell("k")] = 2; },
      () => { const o: any = { get a() { return 1; } }; o.a = []; }, () => { (1 as any).x = {}; }, () => { ("s" as any).length = 3; }]) {
      try { f(); out.push("fine"); } catch (e) { out.push([(e as Error).name, (e as Error).message]); }
    }
    return out;`,
  setters: `
    const seen: any[] = []; const o: any = { set x(v: any) { seen.push([v, this === o]); }, arr: [] };
    o.x = { a: 1 }; o["x"] = [2]; o.arr[3] = { sparse: true }; o.arr.length = 2;
    return [seen, o, (o.y = { value: "of the assignment" })];`,
  proxies: `
    const log: string[] = [];
    const p: any = new Proxy({ a: 1, b: { c: 2 } }, {
      get(t, k) { log.push("get " + String(k)); return Reflect.get(t, k); },
      ownKeys(t) { log.push("keys"); return Reflect.ownKeys(t); },
      getOwnPropertyDescriptor(t, k) { log.push("desc " + String(k)); return Reflect.getOwnPropertyDescriptor(t, k); },
      set(t, k, v) { log.push("set " + String(k)); return Reflect.set(t, k, v); },
    });
    const copy = { ...p, z: 1 }; p.d = [1]; Object.assign(p, { e: 1 }); const more = Object.assign({}, p);
    return [copy, more, log];`,
  "spreads of anything": `
    const out: any[] = [];
    for (const v of [null, undefined, 0, true, "ab", [1, , 3], () => 1, new (class { a = 1; get b() { return 2; } })(), new Map([[1, 2]]), Symbol("s"), 10n]) out.push({ ...(v as any), end: 1 });
    for (const v of ["ab", [1, , 3], new Set([1, { a: 1 }]), new Map([[1, 2]]).values(), (function* () { yield 1; yield [2]; })()]) out.push([0, ...(v as any), , [1]]);
    for (const v of [null, 1, {}]) { try { out.push([...(v as any)]); } catch (e) { out.push((e as Error).name); } }
    return out;`,
  "symbols and hidden properties": `
    const s = Symbol("user"); const o = Object.defineProperty({ [s]: 1, a: 1 }, "hidden", { value: 1 });
    const l = { ...o, ...{ [s]: 2 }, b: 1 };
    return [l, Object.getOwnPropertySymbols(l).length, Reflect.ownKeys(l)];`,
  prototypes: `
    const base = { inherited: 1 };
    return [Object.getPrototypeOf({ __proto__: base, own: [1] }) === base, Object.getPrototypeOf({ __proto__: null, ...base } as any), { "__proto__": null, a: [] } as any, { __proto__() { return 1; } }];`,
  "getters are asked once": `
    let n = 0; const o = { get a() { return ++n; } };
    return [{ ...o, ...o }, [...[o.a]], Object.assign({}, o), n];`,
  iterators: `
    let closed = 0; const it = () => ({ i: 0, next() { return { value: { v: this.i }, done: this.i++ > 1 }; }, return() { closed++; return {}; }, [Symbol.iterator]() { return this; } });
    const all = [...it(), ...it()];
    let bad; try { bad = Object.fromEntries([["a", 1], null as any]); } catch (e) { bad = (e as Error).name; }
    return [all, closed, bad];`,
  "Object.assign and Object.fromEntries": `
    const target = { a: [1] }; const result = Object.assign(target, null, { b: { c: 1 } }, "xy", undefined);
    return [result === target, result, Object.fromEntries(Object.entries({ k: [1] }).map(([k, v]) => [k + 1, { v }])), Object.fromEntries(new Map([["m", { n: 1 }]])), Object.assign(1 as any, { a: 1 })];`,
  "an Object of the program's own": `
    const run = (Object: any) => [Object.assign({ a: 1 }), Object.fromEntries([1])];
    class Mine { static base = 7; static assign(x: any) { return [this.base, x]; } static fromEntries = (x: any) => ({ x }); }
    return run(Mine);`,
  "optional chains": `
    const o: any = { a: { b: [1], f: (x: any) => x } }; const n: any = null;
    return [o?.a?.b?.[0], n?.x.y.z, o?.a.f?.({ c: [2] }), [1]?.map((x) => ({ x })), ({ q: 1 })?.q, n?.[tell({})], Object?.assign({}, { r: 1 })];`,
  "logical assignments": `
    const o: any = { a: 0, b: null, c: 1 };
    o.a ||= { x: 1 }; o.b ??= [2]; o.c &&= { y: [3] }; o.d ??= {}; o.d.e ??= [4]; o.n = o.m = { same: 1 };
    return [o, o.n === o.m];`,
  classes: `
    class A { a = { x: 1 }; #p = [2]; static s = { ...{ t: 1 } }; static { this.u = [3]; } static u: any; declare z: any;
      constructor(public v = [4], readonly w: any = {}) { this.a.y = { five: 5 }; }
      get p() { return this.#p; } set p(v) { this.#p = v; } has(o: any) { return #p in o; } ["c" + 1]() { return { ...super.toString }; } a2 = () => [this.#p]; }
    interface A { a: any }
    class B extends A { b = [...this.v]; constructor() { super([6], { seven: 7 }); this.p = [8]; } get q() { return super.p; } }
    const b = new B();
    return [b, b.p, b.q, A.s, A.u, b.has(b), b.a2(), b.c1()];`,
  "new of what is written in place": `
    class A { constructor(public v: any = 0) {} }
    return [new [A][0](), new { A }.A([1]), new ([A][0])({ a: 1 }), new (class { x = [2]; })(), new [[A]][0][0], new { a: { B: A } }.a.B(), new class { y = { z: 1 }; }];`,
  "new and templates": `
    const tag = (s: any, ...v: any[]) => function (this: any, x: any) { this.got = [s.raw, v, x]; } as any;
    return [new (tag\`a\${[1]}\`)({ b: 2 }), new (tag\`c\`)];`,
  "tagged templates": `
    const tag = (s: TemplateStringsArray, ...v: any[]) => [s, s.raw, v];
    const twice = () => ((s: any) => s)\`same\`; const o = { tag() { return [this === o]; } } as any;
    const id = (s: any) => s; const same = () => id\`x\`;
    return [tag\`a\${{ b: [1] }}c\${\`d\${[2]}\`}\\n\`, same() === same(), twice() === twice(), o.tag\`\`, tag\`\\u\`, tag\`\${1}\${2}\`, (tag as any)\`}\${3}}\`];`,
  "arrows that return literals": `
    const f = () => ({ a: 1 }); const g = () => [1, 2]; const h = (x: any) => (x.y = { z: 1 }); const i = async () => ({ ...(await { b: 1 }) }); const j = (): any => ([...[1]]);
    return [f(), g(), h({}), await i(), j(), (() => ({}).constructor === Object)()];`,
  "types in odd places": `
    type T = [{ a: 1 }, \`x\${string}\`]; interface I { [k: string]: [1] } enum E { A = "x", B = "xy".length } const enum C { D = 1 }
    const a = { b: [1] as const, c: <any>{ d: 1 }, e: ({} as { f?: [] })!, g: [] satisfies [], h: <const>[1] };
    const f = <X extends { y: [] }>(x: X = { y: [] } as any): { z: X } => ({ z: x });
    let u: { v: [] } | undefined; u = { v: [] }; (a as any).n = [E.A, E.B, C.D]; (a!).m = {};
    function isA(x: any): x is { a: 1 } { return "a" in x; } abstract class Q { abstract r: []; s = []; }
    return [a, f(), u, isA({ a: 1 }), Q.name];`,
  namespaces: `
    return [1].map(() => { class N { static x = { y: 1 }; } return N.x; });`,
  decorators: `
    const log: any[] = []; const dec = (o: any) => (v: any, c: any) => { log.push([o, c.kind, c.name]); };
    @dec({ on: ["class"] }) class A { @dec({ on: "field" }) f = { a: [1] }; @dec([]) m() { return {}; } @dec({}) accessor x = [2]; }
    return [log, new A().f, new A().x];`,
  using: `
    const log: any[] = []; { using r = { ...{ name: [1] }, [Symbol.dispose]() { log.push({ disposed: this.name }); } }; log.push([r.name]); }
    return log;`,
  "missing semicolons": `
    const a = [1]
    const b = { c: 2 }
    let d: any = {}
    d.e = [3]
    ;[4].forEach((x) => { d.f = x })
    d.g = b
    ++d.f
    const h = () => { return [5] }
    var i = h
    (0, [6])
    return [a, b, d, i]`,
  "a line break after return": `
    const f = () => { return
      [1]; };
    const g = () => { return[2] }; const h = () => { return{a:3} }; const i = () => { throw[4] };
    try { i(); } catch (e) { tell(e); }
    return[f(), g(), h(), typeof[5], typeof{}, void{}, !{}, -[], [6]in{6:1}, [7]instanceof Array];`,
  "comments in odd places": `
    const o: any = {/* a */ b /* c */ : /* d */ [ /* e */ 1 /* f */, // g
      /* h */ ] /* i */ };
    o /* j */ . /* k */ c /* l */ = /* m */ { /* n */ }; o . d = [ ]; o [ "e" ] = { } ; o
      .f = [1]; o["g" /* p */] = 1; o[/* q */ "h"] = 2; o/**/.i = 3; o.j /**/ = 4; o.k = /**/ 5;
    return { .../* r */o/* s */, /* t */ };`,
  "regular expressions and strings": `
    return [/[{}\\[\\]]/.source, "{ a: [1] }", '[...x]', \`{ \${[1].length} }\`, /* { */ 1, "😀" + { a: "漢" }.a];`,
  "sequences and conditions": `
    let x: any = {}; const y = (x.a = 1, x.b = [2], { c: x.a ? { d: 1 } : [3] });
    return [x, y, x.z ? [] : { e: x.f = 4 }, ([1], { g: 5 })];`,
  "holes and trailing commas": `return [[, ], [, , 1, , ], [...[, 1], , ...[2, , ]], [...[], , ...[]], { a: [, ], }];`,
  "large literals": `
    const many = Array.from({ length: 5000 }, (_, i) => i);
    const copy = [...many, ...many]; const object = { ...Object.fromEntries(many.map((i) => ["k" + i, i])), end: [1] };
    return [copy.length, copy[9999], Object.keys(object).length, copy.indexOf(undefined as any)];`,
  arguments: `
    function f(this: any) { return { ...arguments, t: this === undefined, r: [...arguments] }; }
    const g = function () { return [() => [...arguments]][0](); } as any;
    return [f.call(undefined, 1, [2] as any), g({ a: 1 })];`,
  "names of functions": `
    const o: any = { f: () => {}, ["g"]: function () {}, h() {}, i: class {}, ...{ j: () => {} } }; o.k = () => {}; o["l"] = class {};
    const m = [() => {}];
    return [Object.values(o).map((x: any) => x.name), m[0].name];`,
  "eval of strict mode": `
    const o = { f() { return this; } }; const { f } = o; const [g] = [o.f];
    return [f() === undefined, g() === undefined, [o.f][0]() instanceof Array, ({ g: o.f }).g() === o];`,
  "deletion and in": `const o: any = { a: [1], b: { c: 1 } }; return [delete o.a, delete o["b"]["c"], "a" in { ...o }, o, delete [1][0 as any]];`,
  identity: `const a: any = {}; const b = [a]; a.self = b; const c = { ...a, d: b[0] }; return [c.self === b, c.d === a, [...b][0] === a];`,
};

describe("an instrumented program does the same", () => {
  test.each(Object.entries(programs))("%s", async (_name, source) => {
    await expectSame(source);
  });
});

describe("any program of a grammar does the same", () => {
  const { expression, statements } = fc.letrec<Record<"expression" | "statements", string>>(
    (tie) => {
      const inner = tie("expression");
      const join = (...parts: fc.Arbitrary<string>[]) =>
        fc.tuple(...parts).map((texts) => texts.join(""));
      const text = (one: string) => fc.constant(one);
      const list = (item: fc.Arbitrary<string>, separator: string) =>
        fc.array(item, { maxLength: 3 }).map((items) => items.join(separator));
      const blank = fc.constantFrom("", " ", "\n", " /* { [ */ ", " // ...\n");
      const name = fc.constantFrom("a", "b", "c", "d", "o", "f", "undefined", "null");
      const key = fc.oneof(
        fc.constantFrom("x", "y", "'x y'", "7", "__proto__x"),
        join(text("["), blank, inner, text("]")),
      );
      const member = fc.oneof(
        join(text("..."), inner),
        join(key, blank, text(": "), inner),
        fc.constantFrom("a", "b", "get g() { return [tell(1)]; }", "m() { return { ...this }; }"),
      );
      const item = fc.oneof(join(text("..."), inner), inner, text(""));
      const object = join(text("{"), blank, list(member, ","), blank, text("}"));
      const array = join(text("["), blank, list(item, ","), blank, text("]"));
      const target = fc.oneof(
        fc.constantFrom("o.x", "o.y", "a.x", "b[0]", 'o["x y"]', "o . z", "b.length"),
        join(text("o["), inner, text("]")),
      );
      const expression = fc.oneof(
        { maxDepth: 4, depthIdentifier: "expression", withCrossShrink: true },
        fc.oneof(name, fc.constantFrom("1", "'k'", "`t`", "true", "1n", "/[{]/")),
        join(text("("), object, text(")")),
        array,
        join(text("("), target, text(" = "), inner, text(")")),
        join(text("f("), list(fc.oneof(inner, join(text("...b,"), inner)), ","), text(")")),
        join(text("tell("), inner, text(")")),
        join(text("(await "), inner, text(")")),
        join(text("("), inner, fc.constantFrom(" ?? ", " || ", ", ", " === "), inner, text(")")),
        join(text("("), inner, text(" ? "), inner, text(" : "), inner, text(")")),
        join(
          text("(await (async ("),
          fc.constantFrom("p: any", "p: any = {}", "{ x: p }: any = {}"),
          text(") => ("),
          inner,
          text("))(a))"),
        ),
        join(
          text(
            "[...(function* (v: any): any { yield { ...v }; yield* [[v], { v }]; return { ...[v] }; })(",
          ),
          inner,
          text(")]"),
        ),
        join(text("tag`x${"), inner, text("}y${"), inner, text("}`")),
        join(text("("), inner, text(" as any)"), fc.constantFrom("?.x", "?.[0]", "?.x?.y", "!")),
        join(text("Object.assign({}, "), inner, text(", "), inner, text(")")),
        join(text("Object.fromEntries([["), inner, text(", "), inner, text("]])")),
        join(
          text(
            "new (class { y = [{ z: 1 }]; constructor(public x: any) { this.y = [...this.y, x]; } })(",
          ),
          inner,
          text(").y"),
        ),
        join(text("typeof "), inner),
      );
      const block = join(text("{ "), tie("statements"), text(" }"));
      const statement = fc.oneof(
        { maxDepth: 3, depthIdentifier: "statement", withCrossShrink: true },
        join(text("tell("), inner, text(");")),
        join(target, text(" = "), inner, fc.constantFrom(";", "\n")),
        join(text("({ x: o.x = "), inner, text(", ...o.rest } = (a as any));")),
        join(text("[o.p, o.q = "), inner, text("] = (b as any);")),
        join(text("try "), block, text(" catch (e) { tell(e); }")),
        join(text("throw "), inner, text(";")),
        join(text("for (const c of "), array, text(") "), block),
        join(text("for (o.i of "), array, text(") "), block),
        join(text("if ("), inner, text(") "), block, text(" else "), block),
        join(text("return "), inner, text(";")),
      );
      return { expression, statements: list(statement, "\n") };
    },
  );

  const program = fc.tuple(statements, expression).map(
    ([first, last]) => `
    let a: any = { x: 1, y: [2] }, b: any = [1, { z: 3 }], c: any = 3, d: any = "k", o: any = {};
    const f: any = (v: any = {}, ...w: any[]) => ({ ...v, n: [v, ...w] });
    const tag: any = (s: any, ...v: any[]) => [...s.raw, ...v];
    // Its text is not what it was.
    f.toString = () => "f";
    ${first}
    return [${last}, o, a, b];`,
  );

  test("as far as it can be told", async () => {
    const check = async (source: string): Promise<void> => {
      // A line break where a semicolon was left out may make no program of it.
      fc.pre(parseSource("program.ts", `async () => {${source}}`) !== undefined);
      await expectSame(source);
    };
    await fc.assert(fc.asyncProperty(program, check), { numRuns: 500 });
  });
});
