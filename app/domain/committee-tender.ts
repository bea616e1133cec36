// One tender as a member of its committee sees it before the opening: the row of the home screen, and everything behind it.
import type { CheckReport } from './check-report.ts';
import type { CommitteeEnvelope, MemberState, PolicyStanding, RehearsalMark, WayOfOpening } from './committee-view.ts';
import type { OpeningRule } from './package-view.ts';

export interface CommitteeTender {
  readonly kdTender: string;
  readonly name: string;
  readonly mode: 'CA' | 'NON_CA';
  readonly currentStage: string;
  readonly envelopes: readonly CommitteeEnvelope[];
  readonly policy: PolicyStanding;
  readonly way: WayOfOpening;
  readonly members: readonly MemberState[];
}

export interface NamedCertificate {
  readonly name: string;
  readonly sha256: string;
}

export interface DraftEnvelope {
  readonly envelopeId: string;
  readonly name: string;
  readonly closesAt: string;
  readonly opensAtStage: string;
  readonly rule: OpeningRule;
  /** Encryption certificates: recipients, or holders of shares. */
  readonly openers: readonly NamedCertificate[];
  readonly signers: readonly (NamedCertificate & { readonly signed: boolean })[];
}

export interface PolicyDraftView {
  readonly policySha256: string;
  readonly serial: number;
  readonly report: CheckReport;
  readonly envelopes: readonly DraftEnvelope[];
}

export interface QuorumEnvelope {
  readonly envelopeId: string;
  /** Of the newest dealing. */
  readonly threshold: number;
  readonly holders: readonly (NamedCertificate & {
    readonly confirmed: RehearsalMark['outcome'];
    /** Has given the share for the next dealing. */
    readonly given: boolean;
    readonly me: boolean;
    /** A share of the newest dealing was sealed to the present certificate. */
    readonly dealt: boolean;
  })[];
  readonly dealingSha256: string;
  /** Who dealt leads no longer, or with another certificate: nobody can try a share of this dealing. */
  readonly dealerLeft: boolean;
  /** The computer that asks for shares; null while none does. */
  readonly sessionSha256: string | null;
  /** The members' present certificates are not the holders': the key must be dealt again. */
  readonly outdated: boolean;
}

export interface CommitteeDetail {
  readonly tender: CommitteeTender;
  readonly draft: PolicyDraftView | null;
  readonly quorum: readonly QuorumEnvelope[];
  /** Thresholds that may be chosen; null when the way of opening is fixed, or the committee too small. */
  readonly choices: { readonly least: number; readonly most: number; readonly advised: number } | null;
  /** No policy names the quorum yet: the leader can take it back. */
  readonly canWithdraw: boolean;
  readonly candidates: readonly { readonly accountId: string; readonly name: string }[];
  /** Every deadline has passed: nothing of this can be changed any more. */
  readonly closed: boolean;
}
