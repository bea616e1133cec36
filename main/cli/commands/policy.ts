// `segel policy sign|deal|ask-shares|give-share|redeal`: the committee's part in a sealing policy. What is signed is shown and judged
// first.
import { parseCertificate } from '../../../crypto/x509/certificate.ts';
import { nameAttribute } from '../../../crypto/x509/distinguished-name.ts';
import { loadPeople, requireHolders } from '../../../app/usecases/committee-people.ts';
import { dealQuorum, type DealtEnvelope } from '../../../app/usecases/deal-quorum.ts';
import { askForShares, finishRedealing, giveShares, redealSession } from '../../../app/usecases/redeal-quorum.ts';
import { signPolicy, viewPolicyDraft, type DraftView } from '../../../app/usecases/sign-policy.ts';
import type { LpseConnection } from '../../../app/usecases/connect-lpse.ts';
import type { AccountNeeds } from '../../compose.ts';
import { chooseIdentity, chooseOpener } from '../choose-identity.ts';
import type { CommandContext } from '../command-context.ts';
import { pairs, plain, reportLines } from '../present.ts';
import type { AddCommand } from '../program.ts';
import type { Texts } from '../texts.ts';

export const addPolicy: AddCommand = (parent, run, text) => {
  const family = parent.command('policy').description(text('help.policy'));
  const sign = family
    .command('sign <kode>')
    .description(text('help.policy-sign'))
    .option('--identity <digest>', text('option.identity'));
  sign.action((kdTender: string) =>
    run(sign, async (context) => {
      const { signal, language } = context;
      const { needs, connection } = await context.account();
      const named = sign.opts<{ identity?: string }>().identity;
      const { identityId } = await chooseIdentity(needs.identities, named, 'nonRepudiation');
      const draft = await viewPolicyDraft(needs, { connection, kdTender }, { signal });
      await context.confirm(draftLines(draft, context, connection));
      const input = { connection, kdTender, identityId, policySha256: draft.policySha256 };
      const answer = await signPolicy(needs, input, { signal });
      const done = text('policy.signed', { count: answer.signedBy.length, required: answer.required });
      return {
        value: { ...answer, policySha256: draft.policySha256, report: draft.report },
        lines: [
          ...reportLines(draft.report, language, text),
          done,
          ...(answer.published ? [text('policy.published')] : []),
        ],
      };
    }),
  );

  addDeal(family, run, text);
  addRedeal(family, run, text);
};

const addDeal: AddCommand = (family, run, text) => {
  const deal = family
    .command('deal <kode> <threshold>')
    .description(text('help.policy-deal'))
    .option('--identity <digest>', text('option.identity'));
  deal.action((kdTender: string, threshold: string) =>
    run(deal, async (context) => {
      const { needs, connection } = await context.account();
      const identityId = await signerOf(deal, needs);
      const people = await loadPeople(needs, { connection, kdTender }, { signal: context.signal });
      const holders = requireHolders(people);
      await context.confirm([
        text('policy.deal-about', { kdTender, threshold, count: holders.length }),
        ...holders.map(({ subject, sha256 }) => `  ${plain(nameAttribute(subject, 'CN') ?? '')}  ${sha256}`),
        text('policy.deal-warning'),
      ]);
      const input = { connection, kdTender, threshold: Number(threshold), identityId };
      return dealtOutput(await dealQuorum(needs, input, { signal: context.signal }), text);
    }),
  );
};

/** A new dealing of the same key: ask, collect the holders' shares, deal. */
const addRedeal: AddCommand = (family, run, text) => {
  const ask = family
    .command('ask-shares <kode>')
    .description(text('help.policy-ask-shares'))
    .option('--identity <digest>', text('option.identity'));
  ask.action((kdTender: string) =>
    run(ask, async (context) => {
      const { signal } = context;
      const { needs, connection } = await context.account();
      const identityId = await signerOf(ask, needs);
      await context.confirm([text('policy.ask-shares-about', { kdTender })]);
      const sessionSha256 = await askForShares(needs, { connection, kdTender, identityId }, { signal });
      return { value: { sessionSha256 }, lines: sessionSha256.map((sha256) => text('policy.asked', { sha256 })) };
    }),
  );

  const give = family
    .command('give-share <kode>')
    .description(text('help.policy-give-share'))
    .option('--identity <digest>', text('option.identity'))
    .option('--key <digest>', text('option.key'));
  give.action((kdTender: string) =>
    run(give, async (context) => {
      const { signal } = context;
      const { needs, connection } = await context.account();
      const { identityId: encryptionIdentityId } = await chooseOpener(
        needs.identities,
        give.opts<{ key?: string }>().key,
      );
      const identityId = await signerOf(give, needs);
      const people = await loadPeople(needs, { connection, kdTender }, { signal });
      const sessionSha256 = people.answer.dealings.flatMap(
        (state) => redealSession(people, kdTender, state)?.sha256 ?? [],
      );
      const leader = plain(people.people[0]?.name ?? '');
      await context.confirm([
        text('policy.give-share-about', { kdTender, leader }),
        ...sessionSha256.map((sha256) => `  ${sha256}`),
      ]);
      const input = { connection, kdTender, identityId, encryptionIdentityId, sessionSha256 };
      await giveShares(needs, input, { signal });
      return { value: { sessionSha256 }, lines: [text('policy.given')] };
    }),
  );

  const redeal = family
    .command('redeal <kode>')
    .description(text('help.policy-redeal'))
    .option('--identity <digest>', text('option.identity'));
  redeal.action((kdTender: string) =>
    run(redeal, async (context) => {
      const { signal } = context;
      const { needs, connection } = await context.account();
      const identityId = await signerOf(redeal, needs);
      await context.confirm([text('policy.redeal-about', { kdTender }), text('policy.deal-warning')]);
      return dealtOutput(await finishRedealing(needs, { connection, kdTender, identityId }, { signal }), text);
    }),
  );
};

async function signerOf(command: Parameters<AddCommand>[0], { identities }: AccountNeeds): Promise<string> {
  const named = command.opts<{ identity?: string }>().identity;
  return (await chooseIdentity(identities, named, 'nonRepudiation')).identityId;
}

function dealtOutput(envelopes: readonly DealtEnvelope[], text: Texts) {
  const line = ({ envelopeId, certificateSha256 }: DealtEnvelope) =>
    text('policy.dealt', { envelopeId, certificateSha256 });
  return { value: { envelopes: [...envelopes] }, lines: [...envelopes.map(line), text('policy.old-shares')] };
}

function draftLines(draft: DraftView, context: CommandContext, { discovery }: LpseConnection): readonly string[] {
  const { text } = context;
  const { policy, policySha256, signedBy, required } = draft;
  return [
    text('policy.sign-about'),
    ...pairs([
      [text('label.package'), `${policy.kdTender} ${policy.namaPaket}`],
      [text('label.mode'), text(policy.mode === 'CA' ? 'mode.ca' : 'mode.non-ca')],
      [text('label.serial'), String(policy.serial)],
      ['SHA-256', policySha256],
    ]),
    ...policy.envelopes.flatMap(({ envelopeId, nama, closesAt, signers }) => [
      text('envelope.title', { id: envelopeId, name: plain(nama) }),
      `  ${text('label.closes-at')}: ${context.time(closesAt, discovery.timeZone)}`,
      ...signers.map((der) => {
        const { subject, sha256 } = parseCertificate(Buffer.from(der, 'base64'));
        return `  ${plain(nameAttribute(subject, 'CN') ?? '')}  ${sha256}${signedBy.includes(sha256) ? ' *' : ''}`;
      }),
    ]),
    text('policy.signed', { count: signedBy.length, required }),
  ];
}
