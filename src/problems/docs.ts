import type { CodeEntry } from "./code-entry.js";

/** What the hundreds of a code say, in the order of the document. */
const groups: Readonly<Record<string, string>> = {
  NP0: "The config file",
  NP1: "Options and their values",
  NP2: "Rules across options and containers",
  NP3: "The Nix language",
  NP4: "The generated tree",
  NP9: "The command line",
};

/**
 * docs/problems.md: every code with its cause and cure, in order. Markdown, not yet formatted.
 * @throws Error for a code of no group
 */
export function problemDocs(codes: Readonly<Record<string, CodeEntry>>): string {
  const sorted = Object.entries(codes).sort(([left], [right]) => (left < right ? -1 : 1));
  const stray = sorted.find(([code]) => !(code.slice(0, 3) in groups));
  if (stray !== undefined) throw new Error(`The code ${stray[0]} belongs to no group`);
  const sections = Object.entries(groups).map(([prefix, title]) => {
    const members = sorted.filter(([code]) => code.startsWith(prefix));
    return members.length === 0 ? "" : `## ${title}\n\n${members.map(section).join("\n")}`;
  });
  return `# Problems

<!-- Made from src/problems/codes/ by \`npm run generate\`; edit those. -->

Every problem that nixpawn reports has a code that keeps its meaning. \`nixpawn explain NP102\` shows the entry of one.

${sections.join("\n")}`;
}

function section([code, { title, cause, cure }]: readonly [string, CodeEntry]): string {
  return `### ${code}: ${title}\n\n**Cause.** ${cause}\n\n**Cure.** ${cure}\n`;
}
