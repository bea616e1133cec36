// The browser host in a process of its own, so that an errand can end it as a power cut would: `host-process.ts FOLDER`. Says the
// address of its window on the first line.
import { runBrowserHost } from '../../main/browser/run-browser-host.ts';
import { BUILT_PAGE } from './surroundings.ts';

const [dataDir = ''] = process.argv.slice(2);
const host = await runBrowserHost({ dataDir, page: BUILT_PAGE });
process.once('SIGTERM', () => void host.close().then(() => process.exit(0)));
console.log(host.launchUrl());
