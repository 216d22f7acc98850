import type { ValuePath } from "./problem.js";

/** A path as NixOS writes it: `containers.web.forwardPorts[0].hostPort`. */
export function pathInWords(path: ValuePath): string {
  return ["containers", ...path]
    .map((step) => {
      if (typeof step === "number") return `[${String(step)}]`;
      return `.${/^[A-Za-z_][\w'-]*$/.test(step) ? step : JSON.stringify(step)}`;
    })
    .join("")
    .slice(1);
}

/** A path as TypeScript writes it: `containers["my-db"].localAddress`. */
export function accessInWords(path: ValuePath): string {
  return `containers${path.map(memberInWords).join("")}`;
}

/** One step of it: `.name`, `["a name"]`, `[0]`. Names are identifiers of ECMAScript. */
export function memberInWords(step: string | number): string {
  return typeof step === "string" && /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(step)
    ? `.${step}`
    : `[${JSON.stringify(step)}]`;
}
