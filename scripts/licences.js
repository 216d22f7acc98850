// @ts-check
import { readdirSync, readFileSync } from "node:fs";

/**
 * The licences of the packages that went into a bundle, which ask to be passed on with it.
 * @param {readonly string[]} inputs files of the bundle, relative to `root`
 * @param {string} root
 */
export function licencesOf(inputs, root) {
  const folders = inputs.flatMap(
    (path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? [],
  );
  const texts = [...new Set(folders)].map((folder) => {
    const { name, version, license } = JSON.parse(
      readFileSync(`${root}${folder}/package.json`, "utf8"),
    );
    const files = readdirSync(`${root}${folder}`).filter((one) =>
      /^(?:licen[cs]e|notice|third-party-notices)/i.test(one),
    );
    const parts = files.map((one) => readFileSync(`${root}${folder}/${one}`, "utf8").trim());
    return [`${name} ${version} (${license})`, ...parts].join("\n\n");
  });
  return `${onceEach([...new Set(texts)].sort().join(`\n\n${"-".repeat(72)}\n\n`))}\n`;
}

/**
 * Most packages have the same few texts. Each long paragraph is said once, with a number, and named
 * by it from then on; names, years and short lines stay where they are.
 * @param {string} text
 */
function onceEach(text) {
  /** @type {Map<string, number>} */
  const numbers = new Map();
  const paragraphs = text.split(/\n(?:> ?)?\n/).map((paragraph) => {
    const words = paragraph.replace(/^> ?/gm, "").replace(/\s+/g, " ").trim();
    if (words.length < 200) return paragraph;
    const known = numbers.get(words);
    if (known !== undefined) return `(text ${known}, as above)`;
    numbers.set(words, numbers.size + 1);
    return `(text ${numbers.size})\n${paragraph}`;
  });
  return paragraphs.join("\n\n");
}
