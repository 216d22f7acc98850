import { dirname } from "node:path";
import { exitCodes } from "./exit-codes.js";
import { generate, type GenerateOptions } from "./generate.js";

/** A save often comes as several events; milliseconds of quiet that end it. */
const quiet = 50;

/** `nixpawn generate --watch`: generates again at every change of an input, until interrupted. */
export async function watch(options: GenerateOptions): Promise<number> {
  const { watch: watchFiles } = await import("chokidar");
  const watched = new Set<string>();
  const watcher = watchFiles([], { ignoreInitial: true });
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  let again = false;

  const run = async (): Promise<void> => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      const { inputs } = await generate(options);
      // Folders too: a file that was missing may appear.
      const wanted = inputs.flatMap((file) => [file, dirname(file)]);
      const fresh = wanted.filter(
        (path) => !watched.has(path) && !/[\\/]node_modules[\\/]/.test(path),
      );
      fresh.forEach((path) => watched.add(path));
      watcher.add(fresh);
    } finally {
      running = false;
    }
    if (again) {
      again = false;
      await run();
    }
  };

  watcher.on("all", (_event, path) => {
    // Of what lies in the folders, only code and data can be inputs; the tree is ours.
    if (!/\.(?:[cm]?[jt]s|json)$/.test(path) || path.includes(".nixpawn")) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      void run();
    }, quiet);
  });
  await run();
  process.stderr.write("watching for changes; Ctrl-C ends\n");
  return new Promise((resolve) => {
    process.once("SIGINT", () => {
      void watcher.close().then(() => {
        resolve(exitCodes.interrupted);
      });
    });
  });
}
