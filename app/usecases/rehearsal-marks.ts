// How a member's last rehearsal of each envelope came out, as far as the member's own signature bears it out: the LPSE's list alone
// makes nobody rehearsed.
import type { z } from 'zod';
import type { Certificate } from '../../crypto/x509/certificate.ts';
import { isCryptoError } from '../../crypto/errors.ts';
import type { CommitteeEnvelope, RehearsalMark } from '../domain/committee-view.ts';
import { CodedError } from '../errors/coded-error.ts';
import { ShareConfirmation } from '../protocol/committee.ts';
import { RehearsalResult, type RehearsalList } from '../protocol/openings.ts';
import { readSigned } from '../policy/signed-message.ts';
import type { CommitteePeople, CommitteePerson } from './committee-people.ts';
import { dealingDigest } from './redeal-quorum.ts';

export interface MarkQuestion {
  readonly kdTender: string;
  readonly mode: 'CA' | 'NON_CA';
  readonly envelopes: readonly CommitteeEnvelope[];
  readonly people: CommitteePeople;
  readonly person: CommitteePerson;
  /** Those that the policy in force names, or the present ones. */
  readonly signing: Certificate | null;
  readonly opening: Certificate | null;
}

type Listed = z.infer<typeof RehearsalList>['rehearsals'][number];

/** The last valid one of each envelope decides. */
export function rehearsalMarks(listed: readonly Listed[], question: MarkQuestion): readonly RehearsalMark[] {
  return question.envelopes.map(({ envelopeId }): RehearsalMark => {
    const own = listed.filter((one) => one.envelopeId === envelopeId).toSorted((a, b) => b.time.localeCompare(a.time));
    for (const one of own) {
      const opened = outcomeOf(one, question);
      if (opened !== null) return { envelopeId, outcome: opened ? 'opened' : 'failed', time: one.time };
    }
    return { envelopeId, outcome: 'none', time: null };
  });
}

/** Null when it is not this person's, or not about the key and the dealing of today. */
function outcomeOf(one: Listed, question: MarkQuestion): boolean | null {
  const { people, person, signing, opening, kdTender, mode } = question;
  const state = people.answer.dealings.find(({ envelopeId }) => envelopeId === one.envelopeId);
  try {
    const der = Buffer.from(one.result, 'base64');
    const { value, signers } =
      state === undefined ? readSigned(der, RehearsalResult) : readSigned(der, ShareConfirmation);
    const [signer] = signers;
    const known = [signing, person.signing].some((own) => own !== null && own.sha256 === signer?.certificate.sha256);
    // A share is sealed to the present certificate; a canary to the one in force.
    const wanted = mode === 'NON_CA' ? signing : state === undefined ? opening : person.opening;
    const isThis =
      known &&
      signers.length === 1 &&
      value.kdTender === kdTender &&
      value.envelopeId === one.envelopeId &&
      value.holderCertificateSha256 === wanted?.sha256 &&
      (!('dealingSha256' in value) || (state !== undefined && value.dealingSha256 === dealingDigest(state)));
    return isThis ? value.opened : null;
  } catch (error) {
    if (error instanceof CodedError || isCryptoError(error)) return null;
    throw error;
  }
}
