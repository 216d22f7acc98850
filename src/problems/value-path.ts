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
  const steps = path.map((step) =>
    typeof step === "string" && /^[A-Za-z_$][\w$]*$/.test(step)
      ? `.${step}`
      : `[${JSON.stringify(step)}]`,
  );
  return `containers${steps.join("")}`;
}
