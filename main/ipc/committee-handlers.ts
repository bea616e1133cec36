// Answers `committee.*`. Passphrases are good for one call; a canary lies in a temporary folder only while it is opened.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CodedError } from '../../app/errors/coded-error.ts';
import { dealQuorum } from '../../app/usecases/deal-quorum.ts';
import { loadCommittee, tryLoad } from '../../app/usecases/load-committee.ts';
import { askForShares, finishRedealing, giveShares } from '../../app/usecases/redeal-quorum.ts';
import { rehearse } from '../../app/usecases/rehearse.ts';
import { replaceMember } from '../../app/usecases/replace-member.ts';
import { signPolicy } from '../../app/usecases/sign-policy.ts';
import { withdrawDealing } from '../../app/usecases/withdraw-dealing.ts';
import type { AreaHandlers } from './area.ts';
import { toReport } from './bid-view.ts';
import { toDetail, toTender } from './committee-view.ts';
import { until, type Online, type Program } from './program.ts';

export function committeeHandlers(program: Program): AreaHandlers<'committee'> {
  const load = ({ needs, connection, profile }: Online, kdTender: string, signal: AbortSignal) =>
    loadCommittee(needs, { connection, kdTender, accountId: profile.account.accountId }, { signal });
  return {
    'committee.overview': async (_input, { signal }) => {
      const online = await program.online();
      const { packages } = await online.needs.lpse.packages({ signal });
      const own = packages.filter(({ peran }) => peran === 'committee' || peran === 'officer');
      const loaded = await Promise.all(
        own.map(async ({ kd_tender: kdTender, nama_paket: name }) => {
          const tried = await tryLoad(() => load(online, kdTender, signal));
          return { kdTender, name, tried };
        }),
      );
      return {
        tenders: loaded.flatMap(({ tried }) => ('value' in tried ? [toTender(tried.value.tender)] : [])),
        unavailable: loaded.flatMap(({ kdTender, name, tried }) =>
          'code' in tried ? [{ kdTender, name, code: tried.code }] : [],
        ),
      };
    },

    'committee.load': async ({ kdTender }, { signal }) => {
      const detail = await load(await program.online(), kdTender, signal);
      return toDetail(detail, toReport);
    },

    'committee.signPolicy': async ({ kdTender, identityId, passphrase, policySha256 }, caller) => {
      const { needs, connection } = await program.online();
      const input = { connection, kdTender, identityId, policySha256 };
      const answer = await program.passphrase.with(passphrase, () => signPolicy(needs, input, until(caller)));
      return { published: answer.published, signed: answer.signedBy.length, required: answer.required };
    },

    'committee.rehearse': async (input, { signal }) => {
      const { needs, connection } = await program.online();
      const { kdTender, envelopeId, identityId, encryptionIdentityId } = input;
      const workDir = await mkdtemp(join(tmpdir(), 'segel-gladi-'));
      try {
        const what = { connection, kdTender, envelopeId, identityId, encryptionIdentityId, workDir };
        return await program.passphrase.withSeveral(passphrasesOf(input), () => rehearse(needs, what, { signal }));
      } finally {
        await rm(workDir, { recursive: true, force: true });
      }
    },

    'committee.deal': async ({ kdTender, identityId, passphrase, threshold }, caller) => {
      const { needs, connection } = await program.online();
      const input = { connection, kdTender, identityId, threshold };
      const dealt = await program.passphrase.with(passphrase, () => dealQuorum(needs, input, until(caller)));
      return { envelopes: dealt.length };
    },

    'committee.withdrawDealing': async ({ kdTender, identityId, passphrase, dealingSha256 }, caller) => {
      const { needs, connection } = await program.online();
      const input = { connection, kdTender, identityId, dealingSha256 };
      await program.passphrase.with(passphrase, () => withdrawDealing(needs, input, until(caller)));
      return null;
    },

    'committee.askForShares': async ({ kdTender, identityId, passphrase }, caller) => {
      const { needs, connection } = await program.online();
      const input = { connection, kdTender, identityId };
      const asked = await program.passphrase.with(passphrase, () => askForShares(needs, input, until(caller)));
      return { sessionSha256: [...asked] };
    },

    'committee.giveShares': async (input, caller) => {
      const { needs, connection } = await program.online();
      const { kdTender, identityId, encryptionIdentityId, sessionSha256 } = input;
      if (encryptionIdentityId === null) throw new CodedError('identity/not-found');
      const what = { connection, kdTender, identityId, encryptionIdentityId, sessionSha256 };
      await program.passphrase.withSeveral(passphrasesOf(input), () => giveShares(needs, what, until(caller)));
      return null;
    },

    'committee.redeal': async ({ kdTender, identityId, passphrase }, caller) => {
      const { needs, connection } = await program.online();
      const input = { connection, kdTender, identityId };
      const dealt = await program.passphrase.with(passphrase, () => finishRedealing(needs, input, until(caller)));
      return { envelopes: dealt.length };
    },

    'committee.replaceMember': async ({ kdTender, identityId, passphrase, remove, add, reason }, caller) => {
      const { needs, connection } = await program.online();
      const input = { connection, kdTender, identityId, remove, add, reason };
      await program.passphrase.with(passphrase, () => replaceMember(needs, input, until(caller)));
      return null;
    },
  };
}

/** The encryption certificate may lie under a passphrase of its own. */
function passphrasesOf(input: { readonly passphrase: string; readonly encryptionPassphrase: string | null }) {
  return [input.passphrase, input.encryptionPassphrase];
}
