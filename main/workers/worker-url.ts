// Where a thread's code lies: `.ts` when run from the sources, `.js` beside it in a build.

/** URL of the module at `path`, relative to `importer` (pass `import.meta.url`), without its extension. */
export function workerUrl(path: string, importer: string): URL {
  return new URL(`${path}${importer.endsWith('.ts') ? '.ts' : '.js'}`, importer);
}
