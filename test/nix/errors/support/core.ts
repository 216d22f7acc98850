import type { NixFailure } from "../../../../src/nix/errors/failure.js";

/** What is the same of a failure in every format and, but for some places, in every version. */
export function core(failures: readonly NixFailure[]): readonly Partial<NixFailure>[] {
  return failures.map((one) => ({
    kind: one.kind,
    optionPath: one.optionPath,
    expected: one.expected,
    definitions: one.definitions,
    // A refused path is named as far as the version looked.
    name: one.kind === "restricted" ? undefined : one.name,
    suggestions: one.suggestions,
    items: one.items,
  })) as readonly Partial<NixFailure>[];
}

/** The innermost place in the config, which is in /tmp/config. */
export function innermostPlace([first]: readonly NixFailure[]): string | undefined {
  const place = first?.positions.find(
    ({ file }) => file.startsWith("/tmp/config/") && !file.endsWith("/host.nix"),
  );
  if (place === undefined) return undefined;
  return [place.file.slice("/tmp/config/".length), place.line, place.column].join(":");
}
