let started = false;

/** Starts esbuild's process, which takes as long to be ready as all else that a bundle needs. */
export async function startBundler(): Promise<void> {
  if (started) return;
  started = true;
  const { initialize } = await import("esbuild");
  await initialize({});
}
