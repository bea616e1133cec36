// One check before any test: better-sqlite3 crashes without a message under an old Node.
export function setup(): void {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 24) throw new Error(`The tests need Node 24 (found ${process.version}); run them with "npm test".`);
}
