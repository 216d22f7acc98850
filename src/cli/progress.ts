import type { CheckedContainer } from "../evaluate/check.js";

/** Tells people how a check goes on. */
export interface Progress {
  start(name: string): void;
  end(checked: CheckedContainer): void;
  /** Called once, when nothing more comes. */
  close(): void;
}

/** A line for every container that is done. */
export function plainProgress(write: (text: string) => void): Progress {
  return {
    start: () => undefined,
    end: (checked) => {
      write(`${checked.name}: ${outcomeOf(checked)}\n`);
    },
    close: () => undefined,
  };
}

/** How a container's evaluation ended, in words. */
export function outcomeOf(checked: CheckedContainer): string {
  const { evaluation, remembered, milliseconds } = checked;
  if (remembered) return "unchanged";
  const seconds = `${(milliseconds / 1000).toFixed(1)} s`;
  if (evaluation === undefined) return `failed after ${seconds}`;
  const { assertions, warnings } = evaluation;
  if (assertions.length > 0) return `${counted(assertions.length, "failed assertion")}, ${seconds}`;
  if (warnings.length > 0) return `${counted(warnings.length, "warning")}, ${seconds}`;
  return `evaluated in ${seconds}`;
}

function counted(count: number, word: string): string {
  return `${String(count)} ${word}${count === 1 ? "" : "s"}`;
}
