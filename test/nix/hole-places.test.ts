import { posix } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import fc from "fast-check";
import { fragmentSource } from "../../src/nix/fragment-source.js";
import { toExpression } from "../../src/nix/literal.js";
import { printFile } from "../../src/nix/printer.js";
import type { Problem } from "../../src/problems/problem.js";
import {
  holedTemplate,
  quotedLiteral,
  type HoledTemplate,
  type StringStyle,
} from "./support/holed-templates.js";
import { NixTrees } from "./support/nix-trees.js";
import { runs, seed } from "./support/sample.js";
import { describeWith } from "./support/tools.js";
import { nixFromRaw } from "./support/values.js";

/*
 * Where a value may stand, and what becomes of it, by Nix's own parser: it reads the template with
 * a name in the place of the value, once set off by blanks and once as close as the value is.
 */

const nix = new NixTrees();
afterAll(() => {
  nix.remove();
});

/** One template with what nixpawn says of it. */
interface Case extends HoledTemplate {
  /** The printed file, where there is no problem. */
  readonly printed: string | undefined;
  readonly problems: readonly Problem[];
  /** The hole that a problem of the text is at. */
  readonly refused: number | undefined;
}

/** The text of a template as it is written in TypeScript. */
function raw(piece: string): string {
  return piece.replace(/\\\$\{|\\[^]|\$\{|`/g, (found) => {
    if (found === "\\${") return "\\$\\{";
    return found === "${" || found === "`" ? `\\${found}` : found;
  });
}

function judge(template: HoledTemplate): Case {
  const { pieces, values } = template;
  const raws = pieces.map(raw);
  const { text } = fragmentSource(raws);
  expect(text).toBe(pieces.join("\0"));
  const problems: Problem[] = [];
  let refused: number | undefined;
  const expression = toExpression(
    nixFromRaw(
      raws,
      values.map((one) => one.value),
    ),
    {
      path: [],
      report: (problem) => {
        problems.push(problem);
        const { place, code } = problem;
        if (code !== "NP308" || place === undefined) return;
        const atHole = place.start.column - 1 === raws[place.start.line - 1]?.length;
        if (atHole && place.start.line <= values.length) refused = place.start.line - 1;
      },
      resolveFile: (path) => posix.resolve(nix.folder, path),
      fragmentPlace: (_strings, quasi, offset) => ({
        file: "/containers.ts",
        start: { line: quasi + 1, column: offset + 1 },
      }),
    },
  );
  const printed =
    problems.length > 0 ? undefined : printFile(expression, { directory: nix.folder }).text;
  return { ...template, printed, problems, refused };
}

/** The template with other texts in the place of its values. */
function filled({ pieces }: HoledTemplate, text: (hole: number) => string): string {
  return pieces
    .map((piece, index) => piece + (index + 1 < pieces.length ? text(index) : ""))
    .join("");
}

/** What the template has to mean, with literals that the test writes. */
function meant(one: HoledTemplate): string {
  return filled(one, (hole) => {
    const { literal, inString } = one.values[hole] ?? { literal: "", inString: undefined };
    const style = one.inString[hole];
    if (style === undefined) return ` ${literal} `;
    if (inString === undefined) return "";
    if ("expression" in inString) return `\${${inString.expression}}`;
    const text = quotedLiteral(inString.text);
    // In ''…'', text would change the indentation.
    return style === "quoted" ? text.slice(1, -1) : `\${${text}}`;
  });
}

/*
 * Nix takes two words that are told apart by a quote or by what a number may be; people do not.
 * What touches a value must be an operator or a bracket. `7.` is a number to Nix, `07.` is not.
 */
const touchingBefore = /[\w"']$|(?<![a-zA-Z_'][\w'-]*|\.\d*|\d)[1-9]\d*\.$|<[\w.+/-]+>$/;
const touchingAfter = /^(?:[\w"']|\.\d|~\/|<[\w.+/-]+>)/;

/** Those whose printed Nix is not what they mean, by Nix's trees of both. */
function otherMeanings(
  cases: readonly Case[],
): { one: Case; tree: string | undefined; wanted: string | undefined }[] {
  const trees = nix.treesIfRight(cases.flatMap((one) => [one.printed ?? "", meant(one)]));
  return cases
    .map((one, index) => ({ one, tree: trees[2 * index], wanted: trees[2 * index + 1] }))
    .filter(({ tree, wanted }) => tree === undefined || tree !== wanted);
}

/** All ways in which the holes of a template may be in strings. */
function placesFor({ values }: HoledTemplate): StringStyle[][] {
  const styles: readonly StringStyle[] = [undefined, "quoted", "indented"];
  return values.reduce<StringStyle[][]>(
    (all) => all.flatMap((some) => styles.map((style) => [...some, style])),
    [[]],
  );
}

/** What is put in the place of a value, and asked about. */
const probes = {
  apart: " here ",
  close: "here",
  quoted: '"here"',
  interpolated: "${here there}",
  // Nothing but a string and a comment takes this.
  text: "]here)",
} as const;

type Probe = keyof typeof probes;

/** By Nix: whether the only hole of each template may have a value. */
function legal(cases: readonly Case[]): boolean[] {
  const each = Object.entries(probes);
  const trees = nix.treesIfRight(
    cases.flatMap((one) => each.map(([, text]) => filled(one, () => text))),
  );
  return cases.map((one, index) => {
    const treeOf = (probe: Probe): string | undefined =>
      trees[index * each.length + each.findIndex(([name]) => name === probe)];
    if (treeOf("text") !== undefined) {
      return treeOf("interpolated")?.includes("(here there)") === true;
    }
    const [before = "", after = ""] = one.pieces;
    const [apart, close] = [treeOf("apart"), treeOf("close")];
    const touches = touchingBefore.test(before) || touchingAfter.test(after);
    // A parameter may be a name, but no string.
    return apart !== undefined && apart === close && treeOf("quoted") !== undefined && !touches;
  });
}

// In TypeScript, `$\{` is one of the ways to write `${`.
const templates = holedTemplate.filter(({ pieces }) => !pieces.some((one) => one.includes("$\\{")));
const chunk = Number(process.env.NIXPAWN_CHUNK ?? 1000);

describeWith("nix-instantiate")("values in templates", () => {
  test("stand where Nix takes an expression, a name or an interpolation, and mean what they are", () => {
    const tried = { templates: 0, printed: 0, refused: 0, "no Nix": 0, "other values": 0 };
    for (let number = 0; number < runs; number++) {
      const from = seed + number;
      const cases = fc.sample(templates, { numRuns: chunk, seed: from }).map(judge);
      const wrong: unknown[] = [];
      const tell = (one: Case, what: string, more: object = {}): void => {
        const { pieces, printed, problems, values } = one;
        const given = values.map(({ literal }) => literal);
        const said = problems.map(({ code, message }) => `${code} ${message}`);
        wrong.push({ what, seed: from, pieces, given, printed, said, ...more });
      };

      const accepted = cases.filter(({ printed }) => printed !== undefined);
      for (const { one, tree, wanted } of otherMeanings(accepted)) {
        // A value in one place can end a string, so that another is in none.
        const others = nix.treesIfRight(
          placesFor(one).map((inString) => meant({ ...one, inString })),
        );
        if (tree === undefined || !others.includes(tree)) {
          tell(one, "another meaning", { tree, wanted });
        }
      }

      const single = cases.filter(({ values }) => values.length === 1);
      for (const [index, allowed] of legal(single).entries()) {
        const one = single[index];
        if (one === undefined) continue;
        const isText = one.problems.some(({ code }) => code === "NP308");
        if (allowed && isText) tell(one, "refused where Nix takes it");
        if (!allowed && !isText) tell(one, "taken where Nix does not");
      }
      expect(wrong.slice(0, 5)).toEqual([]);

      tried.templates += cases.length;
      tried.printed += accepted.length;
      for (const { problems, refused } of cases) {
        if (refused !== undefined) tried.refused++;
        else if (problems.some(({ code }) => code === "NP308")) tried["no Nix"]++;
        else if (problems.length > 0) tried["other values"]++;
      }
    }
    process.stdout.write(`values in templates: ${JSON.stringify(tried)}\n`);
    expect(Math.min(...Object.values(tried))).toBeGreaterThan(0);
  });
});
