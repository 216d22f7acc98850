import picocolors from "picocolors";
import { outcomeOf, type Progress } from "./progress.js";

/** Milliseconds between two pictures of the list. */
const interval = 100;
/** Lines of the list at most: what is done beyond is counted. */
const mostRunning = 12;

/**
 * A list on a terminal of what is running, over the lines of what is done.
 * @param total how many containers there are
 */
export function liveProgress(
  terminal: NodeJS.WriteStream,
  total: number,
  color: boolean,
): Progress {
  const colors = picocolors.createColors(color);
  const running = new Map<string, number>();
  let done = 0;
  let drawn = 0;
  const erase = (): string => (drawn === 0 ? "" : `\u001b[${String(drawn)}A\u001b[0J`);
  const draw = (above = ""): void => {
    const now = performance.now();
    const width = Math.max(20, terminal.columns - 1);
    const lines = [...running].slice(0, mostRunning).map(([name, started]) => {
      const line = `  ${name} … ${((now - started) / 1000).toFixed(0)} s`;
      return line.slice(0, width);
    });
    lines.push(`${String(done)} of ${String(total)} checked`);
    const before = erase();
    drawn = lines.length;
    terminal.write(`${before}${above}${lines.map((line) => `${colors.dim(line)}\n`).join("")}`);
  };
  const timer = setInterval(draw, interval);
  return {
    start: (name) => {
      running.set(name, performance.now());
    },
    end: (checked) => {
      running.delete(checked.name);
      done += 1;
      const failed = checked.evaluation === undefined || checked.evaluation.assertions.length > 0;
      const sign = failed ? colors.red("✗") : colors.green("✓");
      draw(checked.remembered ? "" : `${sign} ${checked.name}: ${outcomeOf(checked)}\n`);
    },
    close: () => {
      clearInterval(timer);
      terminal.write(erase());
      drawn = 0;
    },
  };
}
