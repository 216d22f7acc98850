import type { Problem, ValuePath } from "../../problems/problem.js";
import { hasBareColon, readBind } from "../names/bind-text.js";
import { relativePlace } from "./bind-mounts.js";
import { hasStrayColon } from "./bind-options.js";
import { attributes, items, type ContainerRule } from "./rule.js";

/**
 * Where nixpkgs' nixos-containers.nix puts a text, and what breaks it there. Binds go between double quotes
 * into the conf file (EXTRA_NSPAWN_FLAGS), where systemd (parse_env_file_internal of its env-file.c) ends
 * the value at a quote; the start script's shell then splits it at blanks and leaves all else as it is. A
 * backslash before a colon comes through to systemd-nspawn, which takes the two for a colon; any other is
 * lost on the way.
 */
const confWord = /[ "\0-\x1f\x7f]|\\(?!:)/;
/** tmpfs stands in the text of the start script itself, behind `--tmpfs=`. */
const scriptWord = /[\s"'`$\\{}()<>|&;\0-\x1f\x7f-\x9f]/;
/** These stand in the conf file without quotes, as the whole value. */
const confValue = /[\\\0-\x1f\x7f-\x9f]/;
/** RequiresMountsFor= of the unit, where host paths of binds go (systemd.unit(5)). */
const unitPath = /[%']/;

/** Rule 7: paths that do not arrive as they are written; rules/extra-flags.ts has the flags. */
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
      ...strayColon(place, hostPath),
      ...breaking(place),
      ...colonOnHost({ text: hostPath, path: [...at, "hostPath"], isKey: false }, place.text),
      ...breaking({ text: hostPath, path: [...at, "hostPath"], isKey: false }),
      ...(typeof hostPath === "string"
        ? unitProblems({ text: hostPath, path: [...at, "hostPath"], isKey: false })
        : hostPath === undefined || hostPath === null
          ? unitProblems(place)
          : []),
    ];
  }),
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

/** What breaks a part of a bind; a relative path is another problem. */
function breaking(written: Written): Problem[] {
  const { text } = written;
  if (typeof text !== "string" || !/^\+?\//.test(text)) return [];
  return problems(written, confWord);
}

/** A colon ends the host's path (bind_mount_parse of systemd's nspawn-mount.c). */
function colonOnHost(written: Written, place: unknown): Problem[] {
  const { text } = written;
  if (typeof text !== "string" || !hasBareColon(text)) return [];
  const problem = colon(written, text);
  const { place: source, options } = readBind(text, null);
  if (options === undefined || typeof place !== "string") return [problem];
  const moved = JSON.stringify(`${place}:${options}`);
  const hint = `options stand after the place in the container: ${moved}: { hostPath: ${JSON.stringify(source)} }`;
  return [{ ...problem, hint }];
}

/** A colon of a mount point that is neither an option's (NP221) nor between two places. */
function strayColon(written: Written, hostPath: unknown): Problem[] {
  const { text } = written;
  if (typeof text !== "string" || !text.startsWith("/")) return [];
  if (!hasStrayColon(text, hostPath)) return [];
  return [colon(written, text)];
}

function colon({ path, isKey }: Written, text: string): Problem {
  return {
    code: "NP207",
    severity: "error",
    message: `\`${text}\` has a colon, which systemd-nspawn takes for the end of the path`,
    hint: `write a backslash before it: ${JSON.stringify(text.replace(/(?<!\\):/g, "\\:"))}`,
    path,
    atKey: isKey,
  };
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

function problems({ text, path, isKey }: Written, breaks: RegExp): Problem[] {
  const found = typeof text === "string" ? breaks.exec(text)?.[0] : undefined;
  if (found === undefined) return [];
  return [
    {
      code: "NP207",
      severity: "error",
      message: `\`${String(text)}\` has ${inWords(found)}, and NixOS passes it on without quoting it`,
      path,
      atKey: isKey,
    },
  ];
}

function inWords(character: string): string {
  if (/\s/.test(character)) return "a blank";
  return /\p{Cc}/u.test(character) ? "a control character" : `the character \`${character}\``;
}
