// `segel policy sign|deal`: the committee's part in a sealing policy. What is signed is shown and judged first.
import { sha256Hex } from '../../../crypto/encoding.ts';
import { parseCertificate } from '../../../crypto/x509/certificate.ts';
import { nameAttribute } from '../../../crypto/x509/distinguished-name.ts';
import { dealQuorum } from '../../../app/usecases/deal-quorum.ts';
import { signPolicy, viewPolicyDraft, type DraftView } from '../../../app/usecases/sign-policy.ts';
import type { LpseConnection } from '../../../app/usecases/connect-lpse.ts';
import { chooseIdentity } from '../choose-identity.ts';
import type { CommandContext } from '../command-context.ts';
import { pairs, plain, reportLines } from '../present.ts';
import type { AddCommand } from '../program.ts';

const MAX_CERTIFICATE_BYTES = 64 << 10;

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

  const deal = family
    .command('deal <kode> <envelope> <threshold> <certificates...>')
    .description(text('help.policy-deal'))
    .option('--identity <digest>', text('option.identity'));
  deal.action((kdTender: string, envelopeId: string, threshold: string, files: string[]) =>
    run(deal, async (context) => {
      const { needs, connection } = await context.account();
      const named = deal.opts<{ identity?: string }>().identity;
      const { identityId } = await chooseIdentity(needs.identities, named, 'nonRepudiation');
      const holders = await Promise.all(
        files.map(async (file) => parseCertificate(await context.readFile(file, MAX_CERTIFICATE_BYTES))),
      );
      await context.confirm([
        text('policy.deal-about', { kdTender, envelopeId, threshold, count: holders.length }),
        ...holders.map(({ subject, sha256 }) => `  ${plain(nameAttribute(subject, 'CN') ?? '')}  ${sha256}`),
        text('policy.deal-warning'),
      ]);
      const input = { connection, kdTender, envelopeId, threshold: Number(threshold), holders, identityId };
      const certificate = await dealQuorum(needs, input, { signal: context.signal });
      const certificateSha256 = sha256Hex(Buffer.from(certificate, 'base64'));
      return { value: { certificateSha256 }, lines: [text('policy.dealt', { certificateSha256 })] };
    }),
  );
};

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
