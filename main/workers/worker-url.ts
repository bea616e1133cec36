// Where a thread's code lies: `.ts` when run from the sources, `.js` beside it in a build.

/** URL of the module `stem` beside `importer` (pass `import.meta.url`). */
export function workerUrl(stem: string, importer: string): URL {
  return new URL(`./${stem}${importer.endsWith('.ts') ? '.ts' : '.js'}`, importer);
}
