// One offline audit, in a process of its own: node audit-job.ts <dossier.zip> <folder of anchors>. Prints what it cost as JSON.
import { composeInstallation } from '../../main/compose.ts';
import { readOperatorAnchors } from '../../main/adapters/operator-anchors.ts';
import { verifyTender } from '../../app/usecases/verify-tender.ts';

const [, , path = '', trustDir = '', dataDir = ''] = process.argv;
const { trust } = await readOperatorAnchors(trustDir);
const installation = await composeInstallation({ dataDir, prompt: { ask: () => Promise.reject(new Error('asked')) } });
const started = performance.now();
const { report, about } = await verifyTender(installation, { path, trust, witnesses: [] });
const seconds = (performance.now() - started) / 1000;
// While the threads still live: their memory counts.
const rssMiB = process.memoryUsage.rss() / 2 ** 20;
await installation.close();
const wrong = report.checks.filter(({ outcome }) => outcome !== 'passed' && outcome !== 'missing');
const sealed = report.checks.find(({ id }) => id === 'tender-sealed');
// An audit that finds something wrong, or reads no sealed file, would be a quick one.
if (wrong.length > 0 || about?.sealed !== 'whole' || sealed?.outcome !== 'passed')
  throw new Error(`not proven: ${JSON.stringify(wrong.length > 0 ? wrong : sealed)}`);
const [passed, missing] = ['passed', 'missing'].map(
  (it) => report.checks.filter(({ outcome }) => outcome === it).length,
);
console.log(JSON.stringify({ seconds, maxRssMiB: process.resourceUsage().maxRSS / 1024, rssMiB, passed, missing }));
