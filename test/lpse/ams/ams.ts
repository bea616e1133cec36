// Routes of the AMS: enrolment, decision, revocation, OCSP, CRLs.
import { z } from 'zod';
import { CodedError } from '../../../app/errors/coded-error.ts';
import {
  EnrolmentAnswer,
  EnrolmentDecision,
  EnrolmentList,
  EnrolmentRequest,
  RevocationAnswer,
  RevocationRequest,
} from '../../../app/protocol/ams.ts';
import { OpaqueId, toInstant } from '../../../app/protocol/primitives.ts';
import type { Authority } from '../../pki/authority.ts';
import type { Clock } from '../clock.ts';
import type { AccessLogWriter, AccountLookup } from '../context.ts';
import { publicRoute, sessionRoute, type LpseModule } from '../http.ts';
import type { CertifiedKey } from '../trust/key-folder.ts';
import type { CertificateBook } from './certificate-book.ts';
import type { Enrolment, Enrolments } from './enrolments.ts';

const LETTER_LIMIT = 4 << 20;
const EnrolmentId = z.strictObject({ enrolmentId: OpaqueId });

export interface AmsNeeds {
  readonly book: CertificateBook;
  readonly enrolments: Enrolments;
  readonly issuing: Authority;
  readonly ocspResponder: CertifiedKey;
  readonly accounts: AccountLookup;
  readonly accessLog: AccessLogWriter;
  readonly clock: Clock;
  /** By file name without `.crl`. */
  readonly crls: Readonly<Record<string, () => Buffer>>;
}

export function amsModule(needs: AmsNeeds): LpseModule {
  return { routes: [...enrolmentRoutes(needs), ...statusRoutes(needs)] };
}

function enrolmentRoutes({ enrolments, accounts, accessLog }: AmsNeeds) {
  return [
    sessionRoute(
      {
        method: 'POST',
        path: '/ams/enrolments',
        summary: 'Asks for a certificate; the key stays on the device',
        body: EnrolmentRequest,
        answer: EnrolmentAnswer,
        bodyLimit: LETTER_LIMIT,
      },
      ({ caller, body, address }) => {
        const enrolment = enrolments.request(caller.account, {
          profile: body.profile,
          csr: Buffer.from(body.csr, 'base64'),
          phone: body.phone,
          letterSha256: body.recommendationLetter?.sha256 ?? null,
        });
        accessLog.note(caller.account.accountId, 'enrolment', address, enrolment.state);
        return toAnswer(enrolment);
      },
    ),
    sessionRoute(
      {
        method: 'GET',
        path: '/ams/enrolments',
        summary: 'Verifier: all pending; others: their own',
        answer: EnrolmentList,
      },
      ({ caller }) => {
        const { accountId, role } = caller.account;
        const list = role === 'verifier' ? enrolments.pending() : enrolments.ofAccount(accountId);
        return {
          enrolments: list.map((enrolment) => ({
            ...toAnswer(enrolment),
            subject: enrolment.subject,
            account: accounts.find(enrolment.accountId)?.userId ?? '',
          })),
        };
      },
    ),
    sessionRoute(
      {
        method: 'GET',
        path: '/ams/enrolments/:enrolmentId',
        summary: 'State of one enrolment, with the certificate once approved',
        params: EnrolmentId,
        answer: EnrolmentAnswer,
      },
      ({ caller, params }) => {
        const enrolment = enrolments.find(params.enrolmentId);
        const { accountId, role } = caller.account;
        const mayRead = role === 'verifier' || enrolment?.accountId === accountId;
        if (enrolment === null || !mayRead) throw new CodedError('access/not-found');
        return toAnswer(enrolment);
      },
    ),
    sessionRoute(
      {
        method: 'POST',
        path: '/ams/enrolments/:enrolmentId/decision',
        summary: 'The verifier has seen the person, or refuses',
        params: EnrolmentId,
        body: EnrolmentDecision,
        answer: EnrolmentAnswer,
        roles: ['verifier'],
      },
      ({ caller, params, body, address }) => {
        const enrolment = enrolments.decide(params.enrolmentId, body);
        accessLog.note(caller.account.accountId, 'enrolment-decision', address, enrolment.state);
        return toAnswer(enrolment);
      },
    ),
  ];
}

function statusRoutes(needs: AmsNeeds) {
  const { book, issuing, ocspResponder, accessLog, clock, crls } = needs;
  return [
    sessionRoute(
      {
        method: 'POST',
        path: '/ams/revocations',
        summary: 'Revokes a certificate: its holder, the verifier or the agency admin',
        body: RevocationRequest,
        answer: RevocationAnswer,
      },
      ({ caller, body, address }) => {
        const { accountId, role } = caller.account;
        const entry = book.bySerial(body.serialHex);
        if (entry === null) throw new CodedError('access/not-found');
        const mayRevoke = entry.accountId === accountId || role === 'verifier' || role === 'agencyAdmin';
        if (!mayRevoke) throw new CodedError('ams/revocation-refused');
        const revokedAt = book.revoke(entry.certificate, body.reason);
        accessLog.note(accountId, 'revocation', address, body.reason);
        return { serialHex: body.serialHex, revokedAt: toInstant(revokedAt) };
      },
    ),
    publicRoute(
      {
        method: 'POST',
        path: '/ocsp',
        summary: 'Status of certificates (RFC 6960)',
        binaryBody: 'application/ocsp-request',
        answer: 'application/ocsp-response',
      },
      ({ body }) =>
        issuing.answerOcsp(
          // The door lets only a Buffer through where a binary body is declared.
          body as Buffer,
          // RFC 6960 knows whole seconds only.
          { responder: { ...ocspResponder, chain: [] }, at: new Date(Math.floor(clock.now().getTime() / 1000) * 1000) },
        ),
    ),
    publicRoute(
      {
        method: 'GET',
        path: '/crl/:file',
        summary: 'Revocation lists of every authority (RFC 5280)',
        params: z.strictObject({ file: z.string().regex(/^[a-z-]{1,40}\.crl$/) }),
        answer: 'application/pkix-crl',
      },
      ({ params }) => {
        const crl = crls[params.file.slice(0, -'.crl'.length)];
        if (crl === undefined) throw new CodedError('access/not-found');
        return crl();
      },
    ),
  ];
}

function toAnswer({
  enrolmentId,
  profile,
  state,
  requestedAt,
  reason,
  certificate,
  chain,
}: Enrolment): EnrolmentAnswer {
  return { enrolmentId, profile, state, requestedAt, reason, certificate, chain };
}
