// UC-23 A tender of mine before its opening: who can open it, whose keys work and were rehearsed, what waits for signatures. What the
// LPSE tells is shown only as far as certificates and signed statements bear it out.
import { shortName } from '../../crypto/x509/distinguished-name.ts';
import { parseCertificate, type Certificate } from '../../crypto/x509/certificate.ts';
import type {
  CommitteeDetail,
  CommitteeTender,
  NamedCertificate,
  PolicyDraftView,
} from '../domain/committee-tender.ts';
import {
  alarmsOf,
  thresholdsFor,
  type CommitteeEnvelope,
  type CommitteeKey,
  type MemberState,
  type PolicyStanding,
  type WayOfOpening,
} from '../domain/committee-view.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { RunOptions } from '../ports/call-options.ts';
import type { LogCalls, PackageCalls, RehearsalCalls } from '../ports/lpse-gateway.ts';
import type { LpseMemory } from '../ports/lpse-memory.ts';
import type { ProcurementPackage } from '../protocol/packages.ts';
import { SealingPolicy, type PolicyEnvelope } from '../protocol/policy.ts';
import { readSigned } from '../policy/signed-message.ts';
import { codedFailure } from '../policy/run-check.ts';
import {
  accountOf,
  loadPeople,
  type CommitteePeople,
  type CommitteePerson,
  type PeopleNeeds,
} from './committee-people.ts';
import { timeAt, type LpseConnection } from './connect-lpse.ts';
import { loadPolicy } from './load-policy.ts';
import { openingRule } from './load-package.ts';
import { quorumState } from './quorum-state.ts';
import { rehearsalMarks } from './rehearsal-marks.ts';
import { viewPolicyDraft, type DraftView } from './sign-policy.ts';

export interface CommitteeViewNeeds extends PeopleNeeds {
  readonly lpse: PeopleNeeds['lpse'] &
    LogCalls &
    Pick<PackageCalls, 'package' | 'policy' | 'policyDraft'> &
    Pick<RehearsalCalls, 'rehearsals'>;
  readonly memory: LpseMemory;
}

export interface CommitteeViewInput {
  readonly connection: LpseConnection;
  readonly kdTender: string;
  readonly accountId: string;
}

/** @throws access/forbidden when this is not one's own committee; network/*, trust/* */
export async function loadCommittee(
  needs: CommitteeViewNeeds,
  input: CommitteeViewInput,
  options: RunOptions = {},
): Promise<CommitteeDetail> {
  const { connection, kdTender } = input;
  const found = await needs.lpse.package(kdTender, options);
  const [published, draft] = await Promise.all([
    publishedPolicy(needs, input, found, options),
    presentDraft(needs, input, options),
  ]);
  const named = published === null ? [] : published.envelopes.flatMap(certificatesIn);
  const people = await loadPeople(needs, { connection, kdTender, more: named }, options);
  const { rehearsals } = await needs.lpse.rehearsals(kdTender, options);
  const now = timeAt(connection, needs.clock);
  const envelopes = envelopesOf(found);
  const policy = standingOf(draft, published, { people, accountId: input.accountId });
  const lastOpening = new Date(Math.max(...envelopes.map(({ opensAt }) => Date.parse(opensAt))));
  const members = people.people.map((person, i): MemberState => {
    const pair = pairOf(person, published);
    const marks = rehearsalMarks(rehearsals, { ...pair, person, people, envelopes, kdTender, mode: found.mode });
    const keys = {
      signing: keyOf(pair.signing, (certificate) => people.judge(certificate, 'signing', lastOpening)),
      opening: keyOf(pair.opening, (certificate) => people.judge(certificate, 'opening', lastOpening)),
      rehearsals: marks,
    };
    const { accountId, name } = person;
    const alarms = alarmsOf(keys, found);
    return { accountId, name, leader: i === 0, me: accountId === input.accountId, ...keys, alarms };
  });
  const tender: CommitteeTender = {
    ...{ kdTender, name: found.nama_paket, mode: found.mode, currentStage: found.tahap_saat_ini },
    ...{ envelopes, policy, members, way: wayOf(people, found) },
  };
  const closed = envelopes.every(({ closesAt }) => Date.parse(closesAt) <= now.getTime());
  return {
    ...{ tender, closed },
    draft: 'view' in draft ? toDraft(draft.view) : null,
    quorum: quorumState(people, { kdTender, members, accountId: input.accountId }),
    choices: mayChoose(found, published) && !closed ? thresholdsFor(people.people.length) : null,
    canWithdraw: people.answer.dealings.length > 0 && !namesQuorum(published) && !closed,
    candidates: closed ? [] : people.answer.candidates,
  };
}

/** Null before the first; one that fails its checks counts as none, and opening the package says why. */
async function publishedPolicy(
  needs: CommitteeViewNeeds,
  { connection, kdTender }: CommitteeViewInput,
  { versi_tender: versiTender }: ProcurementPackage,
  options: RunOptions,
): Promise<SealingPolicy | null> {
  try {
    const loaded = await loadPolicy(needs, { connection, kdTender, versiTender }, options);
    if (loaded.policy !== null) return loaded.policy;
    // A member's dead key makes the policy unusable for sealing; who is named in it stays to be shown, if LPSE and majority signed it.
    const passed = new Set(loaded.report.checks.filter(({ outcome }) => outcome === 'passed').map(({ id }) => id));
    if (!SIGNED_CHECKS.every((id) => passed.has(id))) return null;
    return readSigned(Buffer.from(loaded.policyBase64, 'base64'), SealingPolicy).value;
  } catch (error) {
    if (error instanceof CodedError && error.code === 'policy/not-published') return null;
    throw error;
  }
}

const SIGNED_CHECKS = ['policy-package', 'policy-lpse', 'policy-committee'] as const;

type Draft = { readonly view: DraftView } | { readonly code: string };

async function presentDraft(needs: CommitteeViewNeeds, input: CommitteeViewInput, options: RunOptions): Promise<Draft> {
  try {
    return { view: await viewPolicyDraft(needs, input, options) };
  } catch (error) {
    if (error instanceof CodedError && error.code.startsWith('policy/')) return { code: error.code };
    throw error;
  }
}

function standingOf(
  draft: Draft,
  published: SealingPolicy | null,
  { people, accountId }: { readonly people: CommitteePeople; readonly accountId: string },
): PolicyStanding {
  const serial = published?.serial ?? null;
  if ('view' in draft) {
    const { signedBy, required } = draft.view;
    const own = people.people.find((person) => person.accountId === accountId)?.signing?.sha256 ?? '';
    const signed = signedBy.length;
    return { state: 'waiting', serial, signed, required, signedByMe: signedBy.includes(own), code: null };
  }
  const none = { serial, signed: 0, required: 0, signedByMe: false };
  if (draft.code === 'policy/no-draft') return { state: 'published', ...none, code: null };
  return { state: 'incomplete', ...none, code: draft.code };
}

/** What the policy in force names for this person; before one, what the AMS has now. */
function pairOf(
  person: CommitteePerson,
  published: SealingPolicy | null,
): { readonly signing: Certificate | null; readonly opening: Certificate | null } {
  const envelope = published?.envelopes[0];
  const place = envelope?.signers.map(fromBase64).findIndex((one) => accountOf(one) === person.accountId) ?? -1;
  if (envelope === undefined || place < 0) return person;
  const { openers } = envelope;
  const opening = openers?.kind === 'quorum' ? openers.holders[place] : openers?.certificates[place];
  const signing = envelope.signers[place];
  return {
    signing: signing === undefined ? null : fromBase64(signing),
    opening: opening === undefined ? null : fromBase64(opening),
  };
}

function keyOf(
  certificate: Certificate | null,
  judge: (certificate: Certificate) => CommitteeKey['state'],
): CommitteeKey | null {
  if (certificate === null) return null;
  const { sha256, notAfter } = certificate;
  return { sha256, notAfter: notAfter.toISOString(), state: judge(certificate) };
}

function wayOf({ answer, people }: CommitteePeople, { mode }: ProcurementPackage): WayOfOpening {
  if (mode === 'NON_CA') return { kind: 'single-lock' };
  const total = people.length;
  return answer.threshold === null
    ? { kind: 'members', total }
    : { kind: 'quorum', threshold: answer.threshold, total };
}

/** Until a policy names a quorum, and no bid has come. */
function mayChoose({ mode, sampul }: ProcurementPackage, published: SealingPolicy | null): boolean {
  return mode === 'CA' && !namesQuorum(published) && sampul.every(({ submissionCount }) => submissionCount === 0);
}

function namesQuorum(published: SealingPolicy | null): boolean {
  return published?.envelopes.some(({ openers }) => openers?.kind === 'quorum') ?? false;
}

function envelopesOf({ sampul, jadwal }: ProcurementPackage): readonly CommitteeEnvelope[] {
  return sampul.map(({ envelopeId, nama, closesAt, opensAtStage, submissionCount }) => {
    const opensAt = jadwal.find(({ nama_tahapan: stage }) => stage === opensAtStage)?.tgl_awal ?? closesAt;
    return { envelopeId, name: nama, closesAt, opensAtStage, opensAt, submissionCount };
  });
}

function toDraft({ policy, policySha256, report, signedBy }: DraftView): PolicyDraftView {
  return {
    ...{ policySha256, serial: policy.serial, report },
    envelopes: policy.envelopes.map((envelope) => {
      const { envelopeId, nama, closesAt, opensAtStage, openers, signers } = envelope;
      const openerList = openers?.kind === 'quorum' ? openers.holders : (openers?.certificates ?? []);
      return {
        ...{ envelopeId, name: nama, closesAt, opensAtStage, rule: openingRule(envelope) },
        openers: openerList.map(toNamed),
        signers: signers.map(toNamed).map((one) => ({ ...one, signed: signedBy.includes(one.sha256) })),
      };
    }),
  };
}

function certificatesIn({ signers, openers }: PolicyEnvelope): readonly Certificate[] {
  const opening = openers?.kind === 'quorum' ? openers.holders : (openers?.certificates ?? []);
  return [...signers, ...opening].map(fromBase64);
}

function toNamed(der: string): NamedCertificate {
  const { subject, sha256 } = fromBase64(der);
  return { name: shortName(subject), sha256 };
}

function fromBase64(der: string): Certificate {
  return parseCertificate(Buffer.from(der, 'base64'));
}

/** For a list of tenders: one that cannot be loaded says why and does not hide the others. */
export async function tryLoad<T>(load: () => Promise<T>): Promise<{ readonly value: T } | { readonly code: string }> {
  try {
    return { value: await load() };
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw error;
    return { code: codedFailure(error).code };
  }
}
