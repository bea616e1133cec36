// Where a quorum stands: to whom the newest dealing went, who has confirmed the own share, whether it must be dealt again.
import type { QuorumEnvelope } from '../domain/committee-tender.ts';
import type { MemberState } from '../domain/committee-view.ts';
import { RedealContribution, type DealingState } from '../protocol/committee.ts';
import { Dealing } from '../protocol/policy.ts';
import { readSigned } from '../policy/signed-message.ts';
import { tryRead } from '../policy/run-check.ts';
import type { CommitteePeople } from './committee-people.ts';
import { dealingDigest, redealSession } from './redeal-quorum.ts';

export function quorumState(
  people: CommitteePeople,
  about: { readonly kdTender: string; readonly members: readonly MemberState[]; readonly accountId: string },
): readonly QuorumEnvelope[] {
  const { kdTender, members, accountId } = about;
  return people.answer.dealings.map((state): QuorumEnvelope => {
    const { value, signers } = readSigned(Buffer.from(state.dealing, 'base64'), Dealing);
    const { threshold, shares } = value;
    const present = new Set(people.people.flatMap(({ signing }) => signing?.sha256 ?? []));
    const session = tryRead(() => redealSession(people, kdTender, state));
    const given = session === null ? new Set<string>() : givenFor(state, session.sha256);
    const holders = people.people.map((person, i): QuorumEnvelope['holders'][number] => {
      const marks = members[i]?.rehearsals ?? [];
      const dealt = shares.some(({ holderCertificateSha256 }) => holderCertificateSha256 === person.opening?.sha256);
      return {
        name: person.name,
        sha256: person.opening?.sha256 ?? '',
        confirmed: dealt
          ? (marks.find(({ envelopeId }) => envelopeId === state.envelopeId)?.outcome ?? 'none')
          : 'none',
        given: given.has(person.opening?.sha256 ?? ''),
        me: person.accountId === accountId,
        dealt,
      };
    });
    const outdated =
      shares.length !== holders.length ||
      shares.some(({ holderCertificateSha256 }, i) => holderCertificateSha256 !== holders[i]?.sha256);
    return {
      ...{ envelopeId: state.envelopeId, threshold, holders, outdated, dealingSha256: dealingDigest(state) },
      dealerLeft: !signers.every(({ certificate }) => present.has(certificate.sha256)),
      sessionSha256: session?.sha256 ?? null,
    };
  });
}

function givenFor({ contributions, ...state }: DealingState, sessionSha256: string): ReadonlySet<string> {
  const valid = contributions.flatMap((contribution) => {
    const read = tryRead(() => readSigned(Buffer.from(contribution, 'base64'), RedealContribution).value);
    const ours = read?.sessionCertificateSha256 === sessionSha256 && read.dealingSha256 === dealingDigest(state);
    return read !== null && ours ? [read.holderCertificateSha256] : [];
  });
  return new Set(valid);
}
