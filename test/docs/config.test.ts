import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { filesIn, folderWith, nixpawn, root } from "../support/program.js";

const page = readFileSync(join(root, "docs/config.md"), "utf8");

/** Each TypeScript example that is followed by the Nix it becomes: its last constant's. */
const examples = Array.from(
  page.matchAll(/^```ts\n([^]*?)^```\n\n```nix\n([^]*?)^```\n/gm),
  ([, source = "", expected = ""]) => {
    const name = [...source.matchAll(/^const (\w+)/gm)].at(-1)?.[1] ?? "a config";
    return { name, source, expected };
  },
);

test("there are examples", () => {
  expect(examples.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["motd", "script", "a config"]),
  );
});

/** A config that has a constant as the value of an option. */
function configWith(source: string, name: string): string {
  return [
    'import { defineContainers } from "nixpawn";',
    source,
    `export default defineContainers({ web: { config: { system: { stateVersion: "26.05" }, value: ${name} } } });`,
  ].join("\n");
}

test.each(examples)("docs/config.md: $name becomes the Nix that it shows", async (example) => {
  const { name, source, expected } = example;
  const folder = folderWith({
    "containers.ts": name === "a config" ? source : configWith(source, name),
  });
  expect(await nixpawn(folder, "generate")).toMatchObject({ exitCode: 0 });
  const text = filesIn(folder)["containers/web.nix"] ?? "";
  const lines = (one: string): string => one.trim().replace(/^ +/gm, "");
  expect(lines(text)).toContain(lines(expected));
});
