import type { Problem, ValuePath } from "../../problems/problem.js";
import { relativePlace } from "./bind-mounts.js";
import { attributes, items, type ContainerRule } from "./rule.js";

/** Line breaks and other control characters, but not the tab: environment-file-text.ts. */
const unwritable = /\p{Cs}|[\0-\x08\x0a-\x1f\x7f]/u;

/** A text of the config, and where it is. */
interface Written {
  readonly text: unknown;
  readonly path: ValuePath;
  readonly isKey?: boolean;
}

/**
 * What nixpawn's own conf file cannot say: line breaks and other control characters, with which values end
 * in other readers of the file, and which old versions of systemd drop (systemd.exec(5), EnvironmentFile=).
 */
export const confWords: ContainerRule = (name, options) => [
  ...attributes(options.bindMounts).flatMap(([key, bind]) => {
    const at = [name, "bindMounts", key];
    const isPlace = bind.mountPoint === undefined || bind.mountPoint === null;
    return [
      ...(isPlace ? relativePlace(key, at) : []),
      ...control(
        isPlace
          ? { text: key, path: at, isKey: true }
          : { text: bind.mountPoint, path: [...at, "mountPoint"] },
      ),
      ...control({ text: bind.hostPath, path: [...at, "hostPath"] }),
    ];
  }),
  ...items(options.extraFlags).flatMap(([index, text]) =>
    control({ text, path: [name, "extraFlags", index] }),
  ),
  ...items(options.tmpfs).flatMap(([index, text]) =>
    control({ text, path: [name, "tmpfs", index] }),
  ),
  ...(["networkNamespace", "flake", "path"] as const).flatMap((option) =>
    control({ text: options[option], path: [name, option] }),
  ),
];

function control({ text, path, isKey = false }: Written): Problem[] {
  if (typeof text !== "string" || !unwritable.test(text)) return [];
  const message = `${JSON.stringify(text)} has a line break or another control character, which the container's conf file cannot hold`;
  return [{ code: "NP702", severity: "error", message, path, atKey: isKey }];
}
