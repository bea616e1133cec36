// One opening of all bids in a process of its own, which kills itself at a given moment: `opening-process.ts FOLDER BASE MOMENT`.
// A moment is `PORT.METHOD:N` (right after the Nth call returned) or `STEP` (at its first bytes under way).
import { connectLpse } from '../../app/usecases/connect-lpse.ts';
import { listIdentities } from '../../app/usecases/import-identity.ts';
import { openBids } from '../../app/usecases/open-bids.ts';
import { Secret } from '../../crypto/secret.ts';
import {
  composeInstallation,
  composeLpse,
  composeProfile,
  findLpse,
  findProfile,
  joinAccount,
} from '../../main/compose.ts';
import { DEMO_TENDERS } from '../lpse/seeds/packages.ts';
import { DEMO_PASSPHRASE } from '../lpse/seeds/people.ts';

const [dataDir = '', baseDir = '', moment = ''] = process.argv.slice(2);
const counts = new Map<string, number>();

/** As a power cut would: no handler runs, nothing is flushed. */
function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

/** The port, counting its calls and dying after the one that the moment names. */
function mortal<T extends object>(name: string, port: T): T {
  return new Proxy(port, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property);
      if (typeof value !== 'function') return value;
      const call = `${name}.${String(property)}`;
      return (...args: unknown[]) => {
        const result: unknown = Reflect.apply(value, target, args);
        const count = (counts.get(call) ?? 0) + 1;
        counts.set(call, count);
        if (moment !== `${call}:${count}`) return result;
        return Promise.resolve(result).then((answer) => {
          die();
          return answer;
        });
      };
    },
  });
}

const prompt = { ask: () => Promise.resolve(Secret.fromText(DEMO_PASSPHRASE)) };
const installation = await composeInstallation({ dataDir, prompt });
const lpse = await composeLpse(installation, await findLpse(installation));
const joined = joinAccount(lpse, await composeProfile(installation, await findProfile(installation)));
const needs = {
  ...joined,
  lpse: mortal('lpse', joined.lpse),
  sealer: mortal('sealer', joined.sealer),
  journal: mortal('journal', joined.journal),
  output: mortal('output', joined.output),
};
const identities = await listIdentities(joined);
const { bids } = await openBids(
  needs,
  {
    connection: await connectLpse(needs, {}),
    ...{ kdTender: DEMO_TENDERS.constructionOneFile, envelopeId: 'satu', baseDir },
    identityId: identities.find(({ canSign }) => canSign)?.identityId ?? '',
    encryptionIdentityId: identities.find(({ canOpen }) => canOpen)?.identityId ?? null,
  },
  {
    onProgress: ({ step, doneBytes, totalBytes }) => {
      if (step === moment && doneBytes > 0 && doneBytes < totalBytes) die();
    },
  },
);
await installation.close();
const opened = bids.map(({ outcome, resultPosted, folder }) => ({ kind: outcome.kind, resultPosted, folder }));
console.log(JSON.stringify({ opened, counts: Object.fromEntries(counts) }));
