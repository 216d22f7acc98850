import { posix } from "node:path";
import type { BinaryExpression, FileExpression, PathExpression } from "../syntax.js";

/** What a path literal can hold; anything else is added to it as a string. */
const pathPattern = /^[a-zA-Z0-9._+/-]+$/;

/**
 * A file as seen from a directory (both absolute, with forward slashes): `./a`, `../a`, or, with
 * characters that Nix's path literals lack, `./. + "/my file"`. An empty `directory` leaves the
 * path absolute.
 */
export function pathExpression(
  file: FileExpression,
  directory: string,
): PathExpression | BinaryExpression {
  const mark = file.mark === undefined ? {} : { mark: file.mark };
  const relative = directory === "" ? file.path : posix.relative(directory, file.path);
  const segments = relative.split("/").filter((segment) => segment !== "");
  const plain = segments.findIndex((segment) => !pathPattern.test(segment));
  const writable = plain === -1 ? segments : segments.slice(0, plain);
  const path: PathExpression = {
    kind: "path",
    parts: [literal(writable, directory === "" ? "/" : "./")],
    ...mark,
  };
  if (plain === -1) return path;
  return {
    kind: "binary",
    operator: "+",
    left: path,
    right: { kind: "string", style: "quoted", parts: [`/${segments.slice(plain).join("/")}`] },
    ...mark,
  };
}

/** A path literal needs a slash and must not end in one, so a folder ends in `/.`. */
function literal(segments: readonly string[], start: string): string {
  const last = segments.at(-1);
  const whole = last === undefined || last === ".." ? [...segments, "."] : segments;
  return segments[0] === ".." ? whole.join("/") : `${start}${whole.join("/")}`;
}
