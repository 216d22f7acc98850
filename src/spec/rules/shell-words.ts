import type { Problem, ValuePath } from "../../problems/problem.js";
import { relativePlace } from "./bind-mounts.js";
import { attributes, items, type ContainerRule } from "./rule.js";

/**
 * Where nixpkgs puts a text, and what breaks it there. Binds and extraFlags go between double quotes
 * into the conf file, where systemd.exec(5) takes backslashes and quotes for its own; the shell then
 * splits the value at blanks and leaves all else as it is.
 */
const confWord = /[\s"\\\p{Cc}]/u;
/** tmpfs stands in the text of the start script itself. */
const scriptWord = /[\s"'`$\\*?[\]{}()<>|&;#~!\p{Cc}]/u;
/** These stand in the conf file without quotes, as the whole value. */
const confValue = /[\\\p{Cc}]/u;
/** RequiresMountsFor= of the unit, where host paths of binds go (systemd.unit(5)). */
const unitPath = /[%']/;

/** Rule 7: paths and flags that do not arrive as they are written. */
export const shellWords: ContainerRule = (name, options) => [
  ...attributes(options.bindMounts).flatMap(([key, bind]) => {
    const at = [name, "bindMounts", key];
    const { mountPoint, hostPath } = bind;
    const isKey = mountPoint === undefined || mountPoint === null;
    const place = {
      text: isKey ? key : mountPoint,
      path: isKey ? at : [...at, "mountPoint"],
      isKey,
    };
    return [
      ...(isKey ? relativePlace(key, at) : []),
      ...bindProblems(place),
      ...bindProblems({ text: hostPath, path: [...at, "hostPath"], isKey: false }),
      ...(typeof hostPath === "string"
        ? unitProblems({ text: hostPath, path: [...at, "hostPath"], isKey: false })
        : hostPath === undefined || hostPath === null
          ? unitProblems(place)
          : []),
    ];
  }),
  ...items(options.extraFlags).flatMap(([index, flag]) =>
    problems({ text: flag, path: [name, "extraFlags", index], isKey: false }, confWord, {
      hint: "write each word as a flag of its own",
    }),
  ),
  ...items(options.tmpfs).flatMap(([index, mount]) =>
    problems({ text: mount, path: [name, "tmpfs", index], isKey: false }, scriptWord),
  ),
  ...(["networkNamespace", "flake", "path"] as const).flatMap((option) =>
    problems({ text: options[option], path: [name, option], isKey: false }, confValue),
  ),
];

/** A text of the config, and where it is. */
interface Written {
  readonly text: unknown;
  readonly path: ValuePath;
  readonly isKey: boolean;
}

function bindProblems(written: Written): Problem[] {
  const { text, path, isKey } = written;
  if (typeof text !== "string" || !text.startsWith("/")) return [];
  const colon: Problem[] = text.includes(":")
    ? [
        {
          code: "NP207",
          severity: "error",
          message: `\`${text}\` has a colon, which systemd-nspawn takes for the end of the path`,
          path,
          atKey: isKey,
        },
      ]
    : [];
  return [...colon, ...problems(written, confWord)];
}

function unitProblems({ text, path, isKey }: Written): Problem[] {
  const found = typeof text === "string" ? unitPath.exec(text)?.[0] : undefined;
  if (found === undefined) return [];
  return [
    {
      code: "NP207",
      severity: "warning",
      message: `\`${String(text)}\` has the character \`${found}\`, which systemd reads as its own in RequiresMountsFor=: the container does not wait for this path to be mounted`,
      path,
      atKey: isKey,
    },
  ];
}

function problems(
  { text, path, isKey }: Written,
  breaks: RegExp,
  more: Pick<Problem, "hint"> = {},
): Problem[] {
  const found = typeof text === "string" ? breaks.exec(text)?.[0] : undefined;
  if (found === undefined) return [];
  return [
    {
      code: "NP207",
      severity: "error",
      message: `\`${String(text)}\` has ${inWords(found)}, and NixOS passes it on without quoting it`,
      ...more,
      path,
      atKey: isKey,
    },
  ];
}

function inWords(character: string): string {
  if (/\s/.test(character)) return "a blank";
  return /\p{Cc}/u.test(character) ? "a control character" : `the character \`${character}\``;
}
