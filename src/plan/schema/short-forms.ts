import type { ValuePath } from "../../problems/problem.js";

/** What to write for a value in a form that other tools have for it, such as docker's `"8080:80"`. */
export function longForm([option, ...below]: ValuePath, value: unknown): string | undefined {
  if (below.length !== 1) {
    return option === "timeoutStartSec" && Number.isInteger(value) && Number(value) > 0
      ? `write "${String(value)}s"`
      : undefined;
  }
  if (option === "bindMounts" && typeof value === "string" && /^\/[^:]*$/.test(value)) {
    return `write { hostPath: ${JSON.stringify(value)} }`;
  }
  if (option !== "forwardPorts") return undefined;
  const [, host, container = host, protocol] =
    /^(\d{1,5})(?::(\d{1,5}))?(?:\/(tcp|udp))?$/.exec(String(value)) ?? [];
  if (host === undefined) return undefined;
  const kind = protocol === undefined ? "" : `protocol: "${protocol}", `;
  return `write { ${kind}hostPort: ${host}, containerPort: ${String(container)} }`;
}
