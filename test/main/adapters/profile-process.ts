// A process that works with a profile and has begun a sealed file: `profile-process.ts LOCK FOLDER NAME`. Runs until it is ended.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createFileSink } from '../../../main/adapters/file-io.ts';
import { enterProfile } from '../../../main/adapters/profile-presence.ts';

const [lock = '', folder = '', name = ''] = process.argv.slice(2);
await enterProfile(lock, folder);
mkdirSync(folder, { recursive: true });
const sink = await createFileSink(join(folder, name));
await sink.write(Buffer.from('half a bid'));
process.stdout.write('ready\n');
setInterval(() => undefined, 60_000);
