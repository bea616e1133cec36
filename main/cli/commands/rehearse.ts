// `segel rehearse`: a member opens a canary exactly as a real bid, days before it matters.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { entryOf } from '../../../app/errors/problem.ts';
import { rehearse, type RehearsalOutcome } from '../../../app/usecases/rehearse.ts';
import { chooseIdentity, chooseOpener } from '../choose-identity.ts';
import type { CommandContext } from '../command-context.ts';
import type { AddCommand } from '../program.ts';

export const addRehearse: AddCommand = (parent, run, text) => {
  const command = parent
    .command('rehearse <kode> <envelope>')
    .description(text('help.rehearse'))
    .option('--identity <digest>', text('option.identity'))
    .option('--key <digest>', text('option.key'));
  command.action((kdTender: string, envelopeId: string) =>
    run(command, async (context) => {
      const { needs, connection } = await context.account();
      const { identity, key } = command.opts<{ identity?: string; key?: string }>();
      const { identityId } = await chooseIdentity(needs.identities, identity, 'nonRepudiation');
      const { mode } = await needs.lpse.package(kdTender, { signal: context.signal });
      const opener = mode === 'CA' ? await chooseOpener(needs.identities, key) : null;
      const encryptionIdentityId = opener?.identityId ?? null;
      const workDir = await mkdtemp(join(tmpdir(), 'segel-gladi-'));
      try {
        const input = { connection, kdTender, envelopeId, identityId, encryptionIdentityId, workDir };
        const outcome = await context.progress(text('rehearse.title'), (report) =>
          rehearse(needs, input, {
            signal: context.signal,
            onProgress: (bytes) => report({ step: text('step.opening'), ...bytes }),
          }),
        );
        return {
          value: outcome,
          lines: [outcomeText(outcome, context)],
          exit: outcome.kind === 'not-opened' ? 'finding' : 'ok',
        };
      } finally {
        await rm(workDir, { recursive: true, force: true });
      }
    }),
  );
};

function outcomeText(outcome: RehearsalOutcome, { text, language }: CommandContext): string {
  switch (outcome.kind) {
    case 'opened':
      return text('rehearse.opened');
    case 'share-readable':
      return text('rehearse.share', { x: outcome.x });
    case 'not-opened':
      return text('rehearse.not-opened', { code: outcome.code, what: entryOf(outcome.code)[language].what });
  }
}
