/** A name as Nix writes it: one in quotes, a path (`fileSystems./data`), or any other. */
const part = /"((?:[^"\\]|\\[^])*)"|\/[^]*|[^."]+/g;

/** `services.nginx.enable`, and no address. */
const dotted = /^[a-z_][\w-]*(?:\.(?:"(?:[^"\\]|\\[^])*"|\/[^]*|[^."\s/][^."\s]*))+$/i;

/** Whether one name of TypeScript looks like a path of names of Nix. */
export function isDotted(name: string): boolean {
  return dotted.test(name);
}

/** Such a path as TypeScript has it: `services: { nginx: { enable: … } }`. */
export function nested(name: string): string {
  const names = [...name.matchAll(part)].map(([all, quoted]) => quoted ?? all);
  const keys = names.map((one) => (/^[a-z_]\w*$/i.test(one) ? one : JSON.stringify(one)));
  return `${keys.join(": { ")}: …${" }".repeat(keys.length - 1)}`;
}
