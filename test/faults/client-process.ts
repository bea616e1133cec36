// One run of the client in a process of its own, which kills itself at a given moment: `client-process.ts FOLDER BID ACTION MOMENT`.
// A moment is `PORT.METHOD` (right after the call returned) or `STEP` (at the first progress of that step that is under way).
import {
  composeInstallation,
  composeLpse,
  composeProfile,
  findLpse,
  findProfile,
  joinAccount,
} from '../../main/compose.ts';
import { connectLpse } from '../../app/usecases/connect-lpse.ts';
import { listIdentities } from '../../app/usecases/import-identity.ts';
import { sealBid } from '../../app/usecases/seal-bid.ts';
import { submitBid } from '../../app/usecases/submit-bid.ts';
import { Secret } from '../../crypto/secret.ts';
import { DEMO_PASSPHRASE } from '../lpse/seeds/people.ts';

const [dataDir = '', bidId = '', action = '', moment = ''] = process.argv.slice(2);

/** As a power cut would: no handler runs, nothing is flushed. */
function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

/** The port, dying after the method that the moment names. */
function mortal<T extends object>(name: string, port: T): T {
  return new Proxy(port, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        const result: unknown = Reflect.apply(value, target, args);
        if (moment !== `${name}.${String(property)}`) return result;
        return Promise.resolve(result).then((answer) => {
          die();
          return answer;
        });
      };
    },
  });
}

function onProgress({ step, doneBytes, totalBytes }: { step: string; doneBytes: number; totalBytes: number }): void {
  if (step === moment && doneBytes > 0 && doneBytes < totalBytes) die();
}

const prompt = { ask: () => Promise.resolve(Secret.fromText(DEMO_PASSPHRASE)) };
const installation = await composeInstallation({ dataDir, prompt });
const lpse = await composeLpse(installation, await findLpse(installation));
const profile = await composeProfile(installation, await findProfile(installation));
const joined = joinAccount(lpse, profile);
const needs = {
  ...joined,
  bids: mortal('bids', joined.bids),
  receipts: mortal('receipts', joined.receipts),
  lpse: mortal('lpse', joined.lpse),
  sealer: mortal('sealer', joined.sealer),
  uploader: mortal('uploader', joined.uploader),
};
const connection = await connectLpse(needs, {});
const identityId = (await listIdentities(joined)).find(({ canSign }) => canSign)?.identityId ?? null;
if (action === 'seal') await sealBid(needs, { connection, bidId, identityId, consent: true }, { onProgress });
else
  await submitBid(needs, { connection, bidId, identityId, declarationAccepted: true, consent: true }, { onProgress });
await installation.close();
