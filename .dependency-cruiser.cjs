// Layers (app/ARCHITECTURE.md). Arrows never run back up. Each rule names what a folder must not reach.
const folder = (path) => `^${path}/`;
const NODE = { dependencyTypes: ['core'] };

/** Folders of ours that `from` may import; everything else of ours is refused. */
function onlyOurs(name, from, allowed) {
  return {
    name,
    severity: 'error',
    from: { path: from },
    to: { path: '^(app|crypto|main|renderer|test|resources)/', pathNot: allowed },
  };
}

/** npm packages that `from` may import; everything else is refused. */
function onlyPackages(name, from, allowed) {
  return { name, severity: 'error', from: { path: from }, to: { path: 'node_modules', pathNot: allowed } };
}

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^electron$' } },

    onlyOurs('crypto-stands-alone', folder('crypto'), folder('crypto')),
    onlyPackages('crypto-packages', folder('crypto'), 'node_modules/(pkijs|asn1js|node-forge|zod|@types/node-forge)/'),
    {
      name: 'crypto-forge-only-in-pkcs12',
      severity: 'error',
      from: { path: folder('crypto'), pathNot: folder('crypto/pkcs12') },
      to: { path: 'node_modules/(@types/)?node-forge/' },
    },
    {
      name: 'crypto-zod-only-in-seal',
      severity: 'error',
      from: { path: folder('crypto'), pathNot: folder('crypto/seal') },
      to: { path: 'node_modules/zod/' },
    },
    {
      name: 'crypto-node-crypto-only',
      severity: 'error',
      from: { path: folder('crypto') },
      to: { ...NODE, pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'sealing-and-opening-are-strangers',
      severity: 'error',
      from: { path: '^crypto/seal/seal-envelope' },
      to: { path: '^crypto/seal/open-envelope', reachable: true },
    },
    {
      name: 'opening-and-sealing-are-strangers',
      severity: 'error',
      from: { path: '^crypto/seal/open-envelope' },
      to: { path: '^crypto/seal/seal-envelope', reachable: true },
    },

    onlyOurs('app-below-main', folder('app'), ['^app/', '^crypto/']),
    onlyPackages('app-packages', folder('app'), 'node_modules/zod/'),
    { name: 'app-no-node', severity: 'error', from: { path: folder('app') }, to: NODE },
    onlyOurs('domain-and-errors-import-each-other-only', '^app/(domain|errors)/', '^app/(domain|errors)/'),
    onlyOurs('protocol-and-contract', '^app/(protocol|contract)/', '^app/(domain|errors|protocol|contract)/'),
    onlyOurs('policy-and-ports', '^app/(policy|ports)/', ['^app/(domain|errors|protocol|policy|ports)/', '^crypto/']),
    onlyOurs('usecases-without-contract', '^app/usecases/', ['^app/(?!contract/)', '^crypto/']),

    onlyOurs('main-below-tests', folder('main'), ['^(app|crypto|main|resources)/']),
    // The sealer's thread answers with what the port promises.
    onlyOurs('workers', '^main/workers/', [
      '^main/workers/',
      '^crypto/',
      '^main/adapters/(file-io|opened-files)',
      '^app/ports/sealer',
    ]),
    onlyOurs('adapters', '^main/adapters/', [
      '^main/(adapters|workers)/',
      '^app/(ports|domain|errors|protocol|policy)/',
      '^crypto/',
    ]),
    onlyOurs('cli', '^main/cli/', [
      '^main/(cli/|compose|client-version)',
      '^app/(usecases|domain|errors|ports|protocol|policy)/',
      '^crypto/',
      '^resources/',
    ]),
    {
      name: 'electron-has-four-homes',
      severity: 'error',
      from: { path: '^(app|crypto|main|renderer)/', pathNot: '^main/(main\\.ts|electron/|ipc/|preload/)' },
      to: { path: '(^electron$|node_modules/electron/)' },
    },
    onlyOurs('renderer', folder('renderer'), ['^renderer/', '^app/(contract|domain|errors)/', '^resources/']),
    {
      name: 'features-are-strangers',
      severity: 'error',
      from: { path: '^renderer/features/([^/]+)/' },
      // An opening ends on paper: its room shows the minutes' panel whole.
      to: { path: '^renderer/features/', pathNot: '^renderer/features/($1/|minutes/MinutesPanel[.]tsx$)' },
    },
    {
      name: 'shared-pieces-below-features',
      severity: 'error',
      from: { path: '^renderer/(ui|acts|model)/' },
      to: { path: '^renderer/(features|frame)/' },
    },
    { name: 'renderer-no-node', severity: 'error', from: { path: folder('renderer') }, to: NODE },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    // Packages that are ES modules alone.
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
    exclude: { path: '^(out|dist)/' },
  },
};
