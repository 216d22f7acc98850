import { definingFile } from "./definitions.js";
import type { Frame } from "./error-text.js";
import type { EvaluationContext } from "./failure.js";
import { parseOptionPath } from "./option-path.js";

/** What the module system notes on the way: sentences of nixpkgs, of today and of 2018. */
const notes: readonly RegExp[] = [
  /^while evaluating the option `(?<option>.*)'/,
  /^while evaluating the error message for definitions for `(?<option>.*)', which/,
  /^while evaluating (?:the )?definitions? from `(?<file>.*)'/,
  /^while evaluating a definition from `(?<file>.*)'/,
  /^while evaluating the module argument `(?<argument>.*)' in "(?<file>.*)"/,
];

/** The options and files that were under way, the innermost first. */
export function contextOf(frames: readonly Frame[]): readonly EvaluationContext[] {
  return frames.flatMap(({ what }) => {
    for (const note of notes) {
      const found = note.exec(what)?.groups;
      if (found === undefined) continue;
      const { option, file, argument } = found;
      return [
        {
          ...(option === undefined ? {} : { option: parseOptionPath(option) }),
          ...(file === undefined ? {} : { file: definingFile(file) }),
          ...(argument === undefined ? {} : { argument }),
        },
      ];
    }
    return [];
  });
}
