// `npm start`, readable by any Node: an old one is told from here, because it could not even read the rest. npm puts the registry's
// Node 24 first where there is one (app/decisions/0002).
const NEEDED_MAJOR = 24;

if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) {
  await import('./start.ts');
} else {
  console.error(
    `Segel memerlukan Node.js ${NEEDED_MAJOR}; yang berjalan ${process.version}. Jalankan "npm ci", atau pasang Node.js 24.`,
  );
  console.error(
    `Segel needs Node.js ${NEEDED_MAJOR}; this is ${process.version}. Run "npm ci", or install Node.js 24.`,
  );
  process.exitCode = 2;
}
