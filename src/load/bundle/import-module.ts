let load = (url: string): Promise<unknown> => import(url);

/**
 * Sets how modules are imported. The program itself cannot do it: it runs from V8's code cache,
 * where Node does not know whose `import()` that is.
 */
export function importWith(importer: (url: string) => Promise<unknown>): void {
  load = importer;
}

/** Imports a module by its URL, as `import()` does. */
export function importModule(url: string): Promise<unknown> {
  return load(url);
}
