import type { SyntaxNode } from "../origins/parse-typescript.js";

const word = "[\\p{ID_Start}_$][\\p{ID_Continue}$]*";
/** `pkgs.intel-media-driver`, `config.services.home-assistant.enable`: not a blank, and no call. */
const dashed = new RegExp(`^${word}(?:\\.${word})+(?:-(?:${word}|\\d+)(?:\\.${word})*)+$`, "u");

/** Whether a subtraction was meant as a name of Nix with a dash. */
export function isDashed(text: string, node: SyntaxNode): boolean {
  return dashed.test(text.slice(node.start, node.end));
}

/** The same with its names in brackets, as TypeScript has it. */
export function withBrackets(text: string): string {
  return text
    .split(".")
    .map((name, index) =>
      name.includes("-") ? `[${JSON.stringify(name)}]` : index === 0 ? name : `.${name}`,
    )
    .join("");
}
