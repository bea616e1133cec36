// Run by secret-stores.test.ts inside a session bus of its own: set, get, delete, get.
import { Secret } from '../../../crypto/secret.ts';
import { chooseSecretStore } from '../../../main/adapters/choose-secret-store.ts';

const { store, reason } = await chooseSecretStore('keyring');
await store.set('uji', Secret.take(Buffer.concat([Buffer.from([0, 255, 10]), Buffer.from('-sandi')])));
const kept = (await store.get('uji'))?.bytes ?? Buffer.alloc(0);
await store.delete('uji');
const gone = (await store.get('uji')) === null;
console.log(reason, store.backend, kept.subarray(0, 3).toString('hex') + kept.subarray(3).toString(), gone);
