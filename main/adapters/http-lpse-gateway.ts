// The LpseGateway port: one line per call of app/protocol. Paths and shapes are the protocol's; see app/protocol/SPEC.md.
import type { CallOptions } from '../../app/ports/call-options.ts';
import type * as port from '../../app/ports/lpse-gateway.ts';
import * as ams from '../../app/protocol/ams.ts';
import * as committee from '../../app/protocol/committee.ts';
import { Discovery, TimeAnswer } from '../../app/protocol/discovery.ts';
import { DossierList, DossierParts } from '../../app/protocol/dossier.ts';
import { ConsistencyAnswer, EntriesAnswer, InclusionAnswer } from '../../app/protocol/log.ts';
import * as login from '../../app/protocol/login.ts';
import * as openings from '../../app/protocol/openings.ts';
import { PackageList, ProcurementPackage } from '../../app/protocol/packages.ts';
import * as policy from '../../app/protocol/policy.ts';
import * as referrals from '../../app/protocol/referrals.ts';
import * as submissions from '../../app/protocol/submissions.ts';
import { PublishedOpenings } from '../../app/protocol/watch.ts';
import type { LpseHttp } from './lpse-http.ts';

/** Every call to one LPSE over `http`. */
export function httpLpseGateway(http: LpseHttp): port.LpseGateway {
  return {
    ...discoveryCalls(http),
    ...loginCalls(http),
    ...accountCalls(http),
    ...packageCalls(http),
    ...submissionCalls(http),
    ...logCalls(http),
    ...openingCalls(http),
    ...technicalResultCalls(http),
    ...watchCalls(http),
    ...referralCalls(http),
    ...rehearsalCalls(http),
    ...committeeCalls(http),
    ...amsCalls(http),
    ...dossierCalls(http),
    evidence: (kdTender, options) =>
      http.json(submissions.EvidenceList, { path: `/api/audit/${seg(kdTender)}/evidence` }, options),
  };
}

/** A path segment; ids come from servers and from the command line. */
const seg = encodeURIComponent;

function discoveryCalls(http: LpseHttp): port.DiscoveryCalls {
  return {
    baseUrl: http.baseUrl,
    discover: (options) => http.json(Discovery, { path: '/.well-known/segel', session: false }, options),
    time: (nonce, options) => http.json(TimeAnswer, { path: '/api/time', query: { nonce }, session: false }, options),
  };
}

function loginCalls(http: LpseHttp): port.LoginCalls {
  const open = (path: string, body: unknown) => ({ path, body, session: false });
  return {
    identify: (body, options) => http.json(login.IdentifyAnswer, open('/api/login/identify', body), options),
    password: (body, options) => http.json(login.PasswordAnswer, open('/api/login/password', body), options),
    totp: (body, options) => http.json(login.Session, open('/api/login/totp', body), options),
    refresh: (body, options) => http.json(login.Session, open('/api/session/refresh', body), options),
    requestTotpReset: (body, options) => http.done(open('/api/totp/reset-request', body), options),
    resetTotp: (body, options) => http.done(open('/api/totp/reset', body), options),
  };
}

function accountCalls(http: LpseHttp): port.AccountCalls {
  const remove = (path: string) => ({ method: 'DELETE' as const, path });
  return {
    logout: (options) => http.done({ path: '/api/logout', body: {} }, options),
    enrolTotp: (options) => http.json(login.TotpEnrolAnswer, { path: '/api/totp/enrol', body: {} }, options),
    confirmTotp: (body, options) => http.done({ path: '/api/totp/confirm', body }, options),
    disableTotp: (body, options) => http.done({ path: '/api/totp/disable', body }, options),
    sessions: (options) => http.json(login.SessionList, { path: '/api/sessions' }, options),
    revokeSession: (sessionId, options) => http.done(remove(`/api/sessions/${seg(sessionId)}`), options),
    accessLog: (options) => http.json(login.AccessLog, { path: '/api/access-log' }, options),
    registerDevice: (body, options) => http.json(login.DeviceAnswer, { path: '/api/devices', body }, options),
    devices: (options) => http.json(login.DeviceList, { path: '/api/devices' }, options),
    revokeDevice: (sha256, options) => http.done(remove(`/api/devices/${seg(sha256)}`), options),
    nonce: (options) => http.json(login.NonceAnswer, { path: '/api/nonces', body: {} }, options),
    resolveToken: (body, options) => http.json(login.TokenAnswer, { path: '/api/tokens/resolve', body }, options),
  };
}

function packageCalls(http: LpseHttp): port.PackageCalls {
  const of = (kdTender: string) => `/api/packages/${seg(kdTender)}`;
  const dealingOf = (kdTender: string, envelopeId: string) => `${of(kdTender)}/envelopes/${seg(envelopeId)}/dealing`;
  return {
    packages: (options) => http.json(PackageList, { path: '/api/packages' }, options),
    package: (kdTender, options) => http.json(ProcurementPackage, { path: of(kdTender) }, options),
    policy: (kdTender, policySha256, options) => {
      const which = policySha256 === undefined ? 'policy' : `policies/${seg(policySha256)}`;
      return http.json(policy.PolicyAnswer, { path: `${of(kdTender)}/${which}` }, options);
    },
    policyDraft: (kdTender, options) =>
      http.json(policy.PolicyDraft, { path: `${of(kdTender)}/policy/draft` }, options),
    signPolicy: (kdTender, body, options) =>
      http.json(policy.PolicySignatureAnswer, { path: `${of(kdTender)}/policy/signatures`, body }, options),
    deal: (kdTender, envelopeId, body, options) =>
      http.json(policy.DealingAnswer, { path: dealingOf(kdTender, envelopeId), body }, options),
    dealing: (kdTender, envelopeId, options) =>
      http.json(policy.DealingAnswer, { path: dealingOf(kdTender, envelopeId) }, options),
  };
}

function submissionCalls(http: LpseHttp): port.SubmissionCalls {
  const { SubmissionAnswer } = submissions;
  return {
    createUpload: (body, options) => http.json(submissions.UploadAnswer, { path: '/api/uploads', body }, options),
    submit: (body, options) => http.json(SubmissionAnswer, { path: '/api/submissions', body }, options),
    submission: (id, options) => http.json(SubmissionAnswer, { path: `/api/submissions/${seg(id)}` }, options),
    submissions: (kdTender, options) =>
      http.json(submissions.SubmissionList, { path: '/api/submissions', query: { kdTender } }, options),
    withdraw: (id, body, options) =>
      http.json(SubmissionAnswer, { path: `/api/submissions/${seg(id)}/withdraw`, body }, options),
  };
}

function logCalls(http: LpseHttp): port.LogCalls {
  const open = (path: string, query: Readonly<Record<string, number>> = {}) => ({ path, query, session: false });
  return {
    checkpoint: (options) => http.text(open('/log/checkpoint'), options),
    inclusion: (index, size, options) =>
      http.json(InclusionAnswer, open('/log/proof/inclusion', { index, size }), options),
    consistency: (from, to, options) =>
      http.json(ConsistencyAnswer, open('/log/proof/consistency', { from, to }), options),
    entries: (start, end, options) => http.json(EntriesAnswer, open('/log/entries', { start, end }), options),
  };
}

const LARGE_ANSWER = {
  /** Hundreds of bids with their receipts, released headers and results; a release has at most 96 MiB, which are more in base64. */
  maxBytes: 144 << 20,
  /** The server first closes the envelope, the KMS opens the locks of every bid at once, and a slow line brings megabytes back. */
  timeoutMs: 5 * 60_000,
} as const;

function openingCalls(http: LpseHttp): port.OpeningCalls {
  const of = (openingId: string) => `/api/openings/${seg(openingId)}`;
  const answer = (path: string, options?: CallOptions, body?: unknown) =>
    http.json(openings.OpeningAnswer, { path, body, ...LARGE_ANSWER }, options);
  return {
    startOpening: (body, options) => answer('/api/openings', options, body),
    opening: (id, options) => answer(of(id), options),
    postSession: (id, body, options) => answer(`${of(id)}/session`, options, body),
    contribute: (id, body, options) => answer(`${of(id)}/contributions`, options, body),
    release: (id, body, options) => answer(`${of(id)}/release`, options, body),
    postResult: (id, body, options) => http.json(openings.ResultAnswer, { path: `${of(id)}/results`, body }, options),
    refer: (id, n, body, options) =>
      http.json(openings.ReferralAnswer, { path: `${of(id)}/bids/${n}/refer`, body }, options),
  };
}

function technicalResultCalls(http: LpseHttp): port.TechnicalResultCalls {
  const of = (kdTender: string) => `/api/packages/${seg(kdTender)}/technical-result`;
  return {
    technicalResult: (kdTender, options) => http.json(openings.TechnicalResultAnswer, { path: of(kdTender) }, options),
    signTechnicalResult: (kdTender, body, options) =>
      http.json(openings.TechnicalResultAnswer, { path: of(kdTender), body }, options),
  };
}

function watchCalls(http: LpseHttp): port.WatchCalls {
  return {
    published: (kdTender, options) =>
      http.json(PublishedOpenings, { path: `/api/packages/${seg(kdTender)}/openings` }, options),
  };
}

function referralCalls(http: LpseHttp): port.ReferralCalls {
  const of = (referralId: string) => `/api/referrals/${seg(referralId)}`;
  return {
    referrals: (kdTender, options) =>
      http.json(
        referrals.ReferralList,
        { path: '/api/referrals', ...(kdTender === null ? {} : { query: { kdTender } }) },
        options,
      ),
    referral: (id, options) => http.json(referrals.ReferralCase, { path: of(id) }, options),
    referralEvidence: (id, options) =>
      http.bytes('application/zip', { path: `${of(id)}/evidence`, maxBytes: referrals.MAX_EVIDENCE_BYTES }, options),
    stateOnBid: (openingId, n, body, options) =>
      http.json(
        openings.ReferralAnswer,
        { path: `/api/openings/${seg(openingId)}/bids/${n}/statement`, body },
        options,
      ),
  };
}

function rehearsalCalls(http: LpseHttp): port.RehearsalCalls {
  const of = (rehearsalId: string) => `/api/rehearsals/${seg(rehearsalId)}`;
  return {
    startRehearsal: (kdTender, body, options) =>
      http.json(openings.RehearsalAnswer, { path: `/api/packages/${seg(kdTender)}/rehearsal`, body }, options),
    releaseRehearsal: (id, body, options) =>
      http.json(openings.RehearsalReleaseAnswer, { path: `${of(id)}/release`, body }, options),
    postRehearsalResult: (id, body, options) => http.done({ path: `${of(id)}/result`, body }, options),
    rehearsals: (kdTender, options) =>
      http.json(openings.RehearsalList, { path: `/api/packages/${seg(kdTender)}/rehearsals` }, options),
  };
}

function dossierCalls(http: LpseHttp): port.DossierCalls {
  const of = (kdTender: string) => `/api/audit/${seg(kdTender)}/dossier`;
  return {
    dossier: (kdTender, options) => http.json(DossierList, { path: of(kdTender), ...LARGE_ANSWER }, options),
    dossierParts: (kdTender, { start, end }, options) =>
      http.json(DossierParts, { path: `${of(kdTender)}/parts`, query: { start, end }, ...LARGE_ANSWER }, options),
  };
}

function committeeCalls(http: LpseHttp): port.CommitteeCalls {
  const of = (kdTender: string) => `/api/packages/${seg(kdTender)}`;
  const envelopeOf = (kdTender: string, envelopeId: string) => `${of(kdTender)}/envelopes/${seg(envelopeId)}`;
  const answer = (path: string, options?: CallOptions, body?: unknown) =>
    http.json(committee.CommitteeAnswer, { path, body }, options);
  return {
    committee: (kdTender, options) => answer(`${of(kdTender)}/committee`, options),
    replaceMember: (kdTender, body, options) => answer(`${of(kdTender)}/members/replacements`, options, body),
    withdrawDealing: (kdTender, body, options) => answer(`${of(kdTender)}/dealings/withdrawal`, options, body),
    startRedealing: (kdTender, id, body, options) => answer(`${envelopeOf(kdTender, id)}/redealing`, options, body),
    giveShare: (kdTender, id, body, options) =>
      answer(`${envelopeOf(kdTender, id)}/redealing/contributions`, options, body),
    confirmShare: (kdTender, id, body, options) =>
      answer(`${envelopeOf(kdTender, id)}/dealing/confirmations`, options, body),
  };
}

function amsCalls(http: LpseHttp): port.AmsCalls {
  const { EnrolmentAnswer } = ams;
  return {
    enrol: (body, options) => http.json(EnrolmentAnswer, { path: '/ams/enrolments', body }, options),
    enrolment: (id, options) => http.json(EnrolmentAnswer, { path: `/ams/enrolments/${seg(id)}` }, options),
    enrolments: (options) => http.json(ams.EnrolmentList, { path: '/ams/enrolments' }, options),
    decideEnrolment: (id, body, options) =>
      http.json(EnrolmentAnswer, { path: `/ams/enrolments/${seg(id)}/decision`, body }, options),
    revokeCertificate: (body, options) => http.json(ams.RevocationAnswer, { path: '/ams/revocations', body }, options),
  };
}
