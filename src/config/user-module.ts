import { dirname } from "node:path";
import { pathToFileURL } from "node:url";

/** The prefix of the modules that tell a user's file where it is. */
export const locationNamespace = "nixpawn-location";

const mentionsLocation = /\bimport\.meta\b|\b__dirname\b|\b__filename\b/;
const moduleSyntax = /^\s*(?:import|export)\b/m;

/**
 * A user's file as it goes into the bundle: `import.meta`, `__dirname` and `__filename` stay those
 * of the file itself. The import that brings them comes last, where it moves no position.
 */
export function withOwnLocation(file: string, text: string): string {
  if (!mentionsLocation.test(text)) return text;
  if (!moduleSyntax.test(text) && !text.includes("import.meta")) {
    return `var __filename=${JSON.stringify(file)},__dirname=${JSON.stringify(dirname(file))};${text}`;
  }
  const names = ["__nixpawn_meta", "__dirname", "__filename"].filter(
    (name) =>
      name === "__nixpawn_meta" || !new RegExp(`\\b(?:const|let|var)\\s+${name}\\b`).test(text),
  );
  return `${text}\nimport { ${names.join(", ")} } from ${JSON.stringify(`${locationNamespace}:${file}`)};`;
}

/** The module that `withOwnLocation` imports. */
export function locationModule(file: string): string {
  const meta = { url: pathToFileURL(file).href, dirname: dirname(file), filename: file };
  return [
    `export const __nixpawn_meta = ${JSON.stringify(meta)};`,
    "export const __dirname = __nixpawn_meta.dirname;",
    "export const __filename = __nixpawn_meta.filename;",
  ].join("\n");
}
