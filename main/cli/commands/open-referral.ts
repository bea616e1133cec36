// `segel open technical|refer`: who passed File I, and what becomes of a bid that does not open.
import { InvalidArgumentError } from 'commander';
import { NOT_OPENED_REASONS } from '../../../app/protocol/openings.ts';
import type { NotOpenedReason } from '../../../app/usecases/open-bid.ts';
import { findingOn } from '../../../app/usecases/opening-finding.ts';
import { enterOpening } from '../../../app/usecases/opening-room.ts';
import { referBid } from '../../../app/usecases/refer-bid.ts';
import { signTechnicalResult } from '../../../app/usecases/sign-technical-result.ts';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { chooseIdentity } from '../choose-identity.ts';
import type { AddCommand } from '../program.ts';
import { plain } from '../present.ts';
import { openingFolder } from './open-results.ts';

export const addOpenReferral: AddCommand = (family, run, text) => {
  const technical = family
    .command('technical <kode>')
    .description(text('help.open-technical'))
    .option('--identity <digest>', text('option.identity'))
    .option(
      '--passed <bidder>',
      text('option.passed'),
      (one: string, before: readonly string[]) => [...before, one],
      [],
    );
  technical.action((kdTender: string) =>
    run(technical, async (context) => {
      const { needs, connection } = await context.account();
      const { identity, passed } = technical.opts<{ identity?: string; passed: string[] }>();
      const { identityId } = await chooseIdentity(needs.identities, identity, 'nonRepudiation');
      await context.confirm([text('technical.about', { kdTender }), ...passed.map((bidder) => `  ${plain(bidder)}`)]);
      const input = { connection, kdTender, passed, identityId };
      const answer = await signTechnicalResult(needs, input, { signal: context.signal });
      const { required, proposals } = answer;
      const lines = proposals.map(({ signedBy }) => text('policy.signed', { count: signedBy.length, required }));
      return { value: answer, lines: [...lines, ...(answer.result === null ? [] : [text('technical.adopted')])] };
    }),
  );

  const refer = family
    .command('refer <kode> <envelope>')
    .description(text('help.open-refer'))
    .argument('<n>', text('argument.place'), Number)
    .argument('<reason>', NOT_OPENED_REASONS.join(' | '), toReason)
    .option('--identity <digest>', text('option.identity'))
    .option('--out <folder>', text('option.out'));
  refer.action((kdTender: string, envelopeId: string, n: number, reason: NotOpenedReason) =>
    run(refer, async (context) => {
      const { signal } = context;
      const { needs, connection } = await context.account();
      const { identity, out } = refer.opts<{ identity?: string; out?: string }>();
      const { certificate } = await chooseIdentity(needs.identities, identity, 'nonRepudiation');
      const room = await enterOpening(needs, { connection, kdTender, envelopeId }, { signal });
      const { answer } = room;
      const bid = answer.bids.find((one) => one.n === n);
      if (bid === undefined) throw new CodedError('opening/bid-not-found', { n });
      const { openingId } = answer;
      const { submissionId, bidderName } = bid;
      await context.confirm([text('refer.about', { bidder: plain(bidderName), reason })]);
      const baseDir = openingFolder(out, { kdTender, envelopeId });
      const finding = await findingOn(needs, { room, submissionId, baseDir }, { signal });
      const facts = { openingId, n, submissionId, reason, signerSha256: certificate.sha256 };
      const input = { connection, ...facts, ...finding };
      const referral = await referBid(needs, input, { signal });
      const { statement } = referral;
      const answered =
        statement === null ? text('refer.waiting') : text('refer.answered', { text: plain(statement.text) });
      const evidence = finding.report === null ? text('refer.noFinding', { folder: baseDir }) : text('refer.finding');
      return { value: referral, lines: [text('refer.done', { referralId: referral.referralId }), evidence, answered] };
    }),
  );
};

function toReason(value: string): NotOpenedReason {
  const reason = NOT_OPENED_REASONS.find((one) => one === value);
  if (reason === undefined) throw new InvalidArgumentError(value);
  return reason;
}
