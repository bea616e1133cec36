// `npm run lpse`: runs the reference LPSE until Ctrl-C and says where everything is. NOT FOR PRODUCTION.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { entryOf, toProblem } from '../../app/errors/problem.ts';
import { outboxFolder } from './outbox.ts';
import { identitiesFolder } from './seeds/identities.ts';
import { DEMO_TENDERS } from './seeds/packages.ts';
import { DEMO_PASSPHRASE, DEMO_PASSWORD, DEMO_PEOPLE } from './seeds/people.ts';
import { startLpse, type RunningLpse } from './server.ts';

const { values } = parseArgs({
  options: {
    dir: { type: 'string', default: join(tmpdir(), 'segel-lpse') },
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string' },
    // Real clock, full scrypt, no management interface, captcha as a picture only.
    strict: { type: 'boolean', default: false },
  },
});

try {
  const lpse = await startLpse({
    dir: values.dir,
    host: values.host,
    testMode: !values.strict,
    ...(values.port === undefined ? {} : { port: Number(values.port) }),
  });
  let closing: Promise<void> | null = null;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void (closing ??= lpse.close()));
  console.log(describe(lpse, values.dir));
} catch (error) {
  const { code } = toProblem(error);
  const { what, next } = entryOf(code).en;
  console.error(code === 'defect/unexpected' ? error : `${what} ${next} (${code})`);
  process.exitCode = 2;
}

function describe(lpse: RunningLpse, dir: string): string {
  const people = DEMO_PEOPLE.map(
    ({ userType, userId, role, organisation, committee }) =>
      `  ${userType.padEnd(13)} ${userId.padEnd(16)} ${role.padEnd(19)} ${committee ?? organisation}`,
  );
  return [
    'LPSE Referensi Segel - NOT FOR PRODUCTION, this computer only',
    `URL          ${lpse.url}`,
    `TLS CA       ${lpse.caPem}`,
    `Anchors      ${lpse.trustDir}`,
    `Identities   ${identitiesFolder(dir)} (passphrase ${DEMO_PASSPHRASE})`,
    `Outbox       ${outboxFolder(dir)}`,
    `Server time  ${lpse.clock.now().toISOString()}${lpse.management === null ? '' : ` (POST ${lpse.url}/management/clock)`}`,
    `Tenders      ${Object.values(DEMO_TENDERS).join(' ')}`,
    `Accounts     password ${DEMO_PASSWORD}`,
    ...people,
  ].join('\n');
}
