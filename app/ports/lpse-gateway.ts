// Every call of `app/protocol` the client makes to one LPSE. The adapter sends it, validates the answer against its schema
// and hands over protocol types; signatures inside the answers are the use cases' business.
//
// Every call may throw: network/unreachable, network/timeout, network/tls-untrusted, network/proxy-refused,
// network/redirected, network/not-an-lpse (a captive portal's HTML), network/bad-answer (schema), network/answer-too-large,
// network/server-error (5xx without a problem document); and any catalogue code of the server's problem document.
import type { z } from 'zod';
import type * as ams from '../protocol/ams.ts';
import type * as committee from '../protocol/committee.ts';
import type { Discovery, TimeAnswer } from '../protocol/discovery.ts';
import type { DossierList, DossierParts } from '../protocol/dossier.ts';
import type { ConsistencyAnswer, EntriesAnswer, InclusionAnswer } from '../protocol/log.ts';
import type * as login from '../protocol/login.ts';
import type * as openings from '../protocol/openings.ts';
import type { PackageList, ProcurementPackage } from '../protocol/packages.ts';
import type * as policy from '../protocol/policy.ts';
import type * as referrals from '../protocol/referrals.ts';
import type * as submissions from '../protocol/submissions.ts';
import type { PublishedOpenings } from '../protocol/watch.ts';
import type { CallOptions } from './call-options.ts';

export interface DiscoveryCalls {
  /** Base URL without trailing slash, as the operator configured it. */
  readonly baseUrl: string;
  discover(options?: CallOptions): Promise<Discovery>;
  /** `nonce`: base64url, echoed inside the signature. */
  time(nonce: string, options?: CallOptions): Promise<z.infer<typeof TimeAnswer>>;
}

/** None of these needs a session; the answers that bring one do not keep it (`SessionStore`). */
export interface LoginCalls {
  identify(
    request: z.infer<typeof login.IdentifyRequest>,
    options?: CallOptions,
  ): Promise<z.infer<typeof login.IdentifyAnswer>>;
  password(
    request: z.infer<typeof login.PasswordRequest>,
    options?: CallOptions,
  ): Promise<z.infer<typeof login.PasswordAnswer>>;
  totp(request: z.infer<typeof login.TotpRequest>, options?: CallOptions): Promise<login.Session>;
  refresh(request: z.infer<typeof login.RefreshRequest>, options?: CallOptions): Promise<login.Session>;
  requestTotpReset(request: z.infer<typeof login.TotpResetRequest>, options?: CallOptions): Promise<void>;
  resetTotp(request: z.infer<typeof login.TotpReset>, options?: CallOptions): Promise<void>;
}

/** From here on a session is needed: the adapter takes it from the `SessionStore` and refreshes it with the device key. */
export interface AccountCalls {
  logout(options?: CallOptions): Promise<void>;
  enrolTotp(options?: CallOptions): Promise<z.infer<typeof login.TotpEnrolAnswer>>;
  confirmTotp(request: z.infer<typeof login.TotpCode>, options?: CallOptions): Promise<void>;
  disableTotp(request: z.infer<typeof login.TotpCode>, options?: CallOptions): Promise<void>;
  sessions(options?: CallOptions): Promise<z.infer<typeof login.SessionList>>;
  revokeSession(sessionId: string, options?: CallOptions): Promise<void>;
  accessLog(options?: CallOptions): Promise<z.infer<typeof login.AccessLog>>;
  registerDevice(
    request: z.infer<typeof login.DeviceRequest>,
    options?: CallOptions,
  ): Promise<z.infer<typeof login.DeviceAnswer>>;
  devices(options?: CallOptions): Promise<z.infer<typeof login.DeviceList>>;
  revokeDevice(deviceCertificateSha256: string, options?: CallOptions): Promise<void>;
  nonce(options?: CallOptions): Promise<z.infer<typeof login.NonceAnswer>>;
  resolveToken(
    request: z.infer<typeof login.TokenRequest>,
    options?: CallOptions,
  ): Promise<z.infer<typeof login.TokenAnswer>>;
}

export interface PackageCalls {
  packages(options?: CallOptions): Promise<z.infer<typeof PackageList>>;
  package(kdTender: string, options?: CallOptions): Promise<ProcurementPackage>;
  /** The newest policy, or the one with this digest. */
  policy(kdTender: string, policySha256?: string, options?: CallOptions): Promise<z.infer<typeof policy.PolicyAnswer>>;
  policyDraft(kdTender: string, options?: CallOptions): Promise<z.infer<typeof policy.PolicyDraft>>;
  signPolicy(
    kdTender: string,
    request: z.infer<typeof policy.PolicySignatureRequest>,
    options?: CallOptions,
  ): Promise<z.infer<typeof policy.PolicySignatureAnswer>>;
  deal(
    kdTender: string,
    envelopeId: string,
    request: z.infer<typeof policy.DealingRequest>,
    options?: CallOptions,
  ): Promise<z.infer<typeof policy.DealingAnswer>>;
  dealing(kdTender: string, envelopeId: string, options?: CallOptions): Promise<z.infer<typeof policy.DealingAnswer>>;
}

export interface SubmissionCalls {
  createUpload(
    request: z.infer<typeof submissions.UploadRequest>,
    options?: CallOptions,
  ): Promise<z.infer<typeof submissions.UploadAnswer>>;
  /** Safe to repeat with the same bytes: the same answer. */
  submit(
    request: z.infer<typeof submissions.SubmissionRequest>,
    options?: CallOptions,
  ): Promise<submissions.SubmissionAnswer>;
  submission(submissionId: string, options?: CallOptions): Promise<submissions.SubmissionAnswer>;
  /** The caller's own of this tender, oldest first. */
  submissions(kdTender: string, options?: CallOptions): Promise<z.infer<typeof submissions.SubmissionList>>;
  withdraw(
    submissionId: string,
    request: z.infer<typeof submissions.WithdrawalRequest>,
    options?: CallOptions,
  ): Promise<submissions.SubmissionAnswer>;
}

/** The log is public: no session. */
export interface LogCalls {
  /** C2SP signed note, as text. */
  checkpoint(options?: CallOptions): Promise<string>;
  inclusion(index: number, size: number, options?: CallOptions): Promise<z.infer<typeof InclusionAnswer>>;
  consistency(from: number, to: number, options?: CallOptions): Promise<z.infer<typeof ConsistencyAnswer>>;
  /** `end` exclusive, at most 1000 entries. */
  entries(start: number, end: number, options?: CallOptions): Promise<z.infer<typeof EntriesAnswer>>;
}

export interface OpeningCalls {
  /** Safe to repeat: the same session. */
  startOpening(
    request: z.infer<typeof openings.OpeningRequest>,
    options?: CallOptions,
  ): Promise<openings.OpeningAnswer>;
  opening(openingId: string, options?: CallOptions): Promise<openings.OpeningAnswer>;
  postSession(
    openingId: string,
    request: z.infer<typeof openings.SessionRequest>,
    options?: CallOptions,
  ): Promise<openings.OpeningAnswer>;
  contribute(
    openingId: string,
    request: z.infer<typeof openings.ContributionRequest>,
    options?: CallOptions,
  ): Promise<openings.OpeningAnswer>;
  release(
    openingId: string,
    request: z.infer<typeof openings.ReleaseRequest>,
    options?: CallOptions,
  ): Promise<openings.OpeningAnswer>;
  postResult(
    openingId: string,
    request: z.infer<typeof openings.ResultRequest>,
    options?: CallOptions,
  ): Promise<z.infer<typeof openings.ResultAnswer>>;
  refer(
    openingId: string,
    n: number,
    request: z.infer<typeof openings.ReferralRequest>,
    options?: CallOptions,
  ): Promise<z.infer<typeof openings.ReferralAnswer>>;
}

/** What those who take part may see of openings after the hour. */
export interface WatchCalls {
  published(kdTender: string, options?: CallOptions): Promise<PublishedOpenings>;
}

/** Bids that did not open, before the LPSE. */
export interface ReferralCalls {
  /** Of one package, or all that the caller may see. */
  referrals(kdTender: string | null, options?: CallOptions): Promise<z.infer<typeof referrals.ReferralList>>;
  referral(referralId: string, options?: CallOptions): Promise<referrals.ReferralCase>;
  /** The evidence package's bytes. @throws referral/not-found when there is none */
  referralEvidence(referralId: string, options?: CallOptions): Promise<Buffer>;
  /** The LPSE signs, on the word of its staff; the first statement stands. */
  stateOnBid(
    openingId: string,
    n: number,
    request: z.infer<typeof openings.StatementRequest>,
    options?: CallOptions,
  ): Promise<z.infer<typeof openings.ReferralAnswer>>;
}

/** File I: who passed, as the committee signs it. */
export interface TechnicalResultCalls {
  technicalResult(kdTender: string, options?: CallOptions): Promise<z.infer<typeof openings.TechnicalResultAnswer>>;
  signTechnicalResult(
    kdTender: string,
    request: z.infer<typeof openings.TechnicalResultRequest>,
    options?: CallOptions,
  ): Promise<z.infer<typeof openings.TechnicalResultAnswer>>;
}

export interface RehearsalCalls {
  startRehearsal(
    kdTender: string,
    request: z.infer<typeof openings.RehearsalRequest>,
    options?: CallOptions,
  ): Promise<z.infer<typeof openings.RehearsalAnswer>>;
  releaseRehearsal(
    rehearsalId: string,
    request: z.infer<typeof openings.RehearsalReleaseRequest>,
    options?: CallOptions,
  ): Promise<z.infer<typeof openings.RehearsalReleaseAnswer>>;
  postRehearsalResult(
    rehearsalId: string,
    request: z.infer<typeof openings.RehearsalResultRequest>,
    options?: CallOptions,
  ): Promise<void>;
  rehearsals(kdTender: string, options?: CallOptions): Promise<z.infer<typeof openings.RehearsalList>>;
}

/** A committee before the opening. Every change answers the committee as it then is. */
export interface CommitteeCalls {
  committee(kdTender: string, options?: CallOptions): Promise<committee.CommitteeAnswer>;
  replaceMember(
    kdTender: string,
    request: z.infer<typeof committee.ReplacementRequest>,
    options?: CallOptions,
  ): Promise<committee.CommitteeAnswer>;
  withdrawDealing(
    kdTender: string,
    request: z.infer<typeof committee.DealingWithdrawalRequest>,
    options?: CallOptions,
  ): Promise<committee.CommitteeAnswer>;
  startRedealing(
    kdTender: string,
    envelopeId: string,
    request: z.infer<typeof committee.RedealSessionRequest>,
    options?: CallOptions,
  ): Promise<committee.CommitteeAnswer>;
  giveShare(
    kdTender: string,
    envelopeId: string,
    request: z.infer<typeof committee.RedealContributionRequest>,
    options?: CallOptions,
  ): Promise<committee.CommitteeAnswer>;
  confirmShare(
    kdTender: string,
    envelopeId: string,
    request: z.infer<typeof committee.ShareConfirmationRequest>,
    options?: CallOptions,
  ): Promise<committee.CommitteeAnswer>;
}

export interface AmsCalls {
  enrol(request: z.infer<typeof ams.EnrolmentRequest>, options?: CallOptions): Promise<ams.EnrolmentAnswer>;
  enrolment(enrolmentId: string, options?: CallOptions): Promise<ams.EnrolmentAnswer>;
  enrolments(options?: CallOptions): Promise<z.infer<typeof ams.EnrolmentList>>;
  decideEnrolment(
    enrolmentId: string,
    request: z.infer<typeof ams.EnrolmentDecision>,
    options?: CallOptions,
  ): Promise<ams.EnrolmentAnswer>;
  revokeCertificate(
    request: z.infer<typeof ams.RevocationRequest>,
    options?: CallOptions,
  ): Promise<z.infer<typeof ams.RevocationAnswer>>;
}

export interface AuditCalls {
  evidence(kdTender: string, options?: CallOptions): Promise<z.infer<typeof submissions.EvidenceList>>;
}

/** app/protocol/DOSSIER.md 2; sealed files come through the `Downloader`. */
export interface DossierCalls {
  dossier(kdTender: string, options?: CallOptions): Promise<DossierList>;
  /** `end` exclusive; fewer than asked for when they are large. */
  dossierParts(
    kdTender: string,
    range: { readonly start: number; readonly end: number },
    options?: CallOptions,
  ): Promise<z.infer<typeof DossierParts>>;
}

/** All of it: what the adapter implements. Use cases name only the parts they need. */
export interface LpseGateway
  extends
    DiscoveryCalls,
    LoginCalls,
    AccountCalls,
    PackageCalls,
    SubmissionCalls,
    LogCalls,
    OpeningCalls,
    TechnicalResultCalls,
    WatchCalls,
    ReferralCalls,
    RehearsalCalls,
    CommitteeCalls,
    AmsCalls,
    AuditCalls,
    DossierCalls {}
