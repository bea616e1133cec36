// Committee rehearsal (crypto/SPEC.md 11): the KMS makes a canary, each member opens it as a real bid, every result is logged.
import { z } from 'zod';
import { CodedError } from '../../../app/errors/coded-error.ts';
import {
  RehearsalAnswer,
  RehearsalList,
  RehearsalReleaseAnswer,
  RehearsalReleaseRequest,
  RehearsalRequest,
  RehearsalResult,
  RehearsalResultRequest,
  SessionStatement,
} from '../../../app/protocol/openings.ts';
import { OpaqueId, TenderCode } from '../../../app/protocol/primitives.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import type { Certificate } from '../../../crypto/x509/certificate.ts';
import { newId } from '../access/opaque.ts';
import type { Caller, EnvelopeScope } from '../context.ts';
import { sessionRoute, type Route } from '../http.ts';
import { OPENER_ROLES, policyOf, readMemberStatement, requireOfficial, type OpeningRoom } from './room.ts';
import { requireSessionCertificate } from './steps.ts';

interface Rehearsal extends EnvelopeScope {
  readonly rehearsalId: string;
  readonly manifestSha256: string;
  readonly innerSha256: string;
}

export function rehearsalRoutes(room: OpeningRoom): readonly Route[] {
  const { context } = room;
  const ById = z.strictObject({ rehearsalId: OpaqueId });
  const ByTender = z.strictObject({ kdTender: TenderCode });
  return [
    sessionRoute(
      {
        method: 'POST',
        path: '/api/packages/:kdTender/rehearsal',
        summary: 'A canary made by the KMS to the real openers',
        roles: OPENER_ROLES,
        params: ByTender,
        body: RehearsalRequest,
        answer: RehearsalAnswer,
      },
      async ({ params, body, caller }) => {
        const { kdTender, versiTender } = requireOfficial(context, caller, params.kdTender);
        const scope = { kdTender, versiTender, envelopeId: body.envelopeId };
        const { container, manifestSha256, innerSha256 } = await context.kms.canaries.issue(scope);
        const rehearsalId = newId();
        context.stores.lpse
          .prepare('INSERT INTO rehearsals VALUES (?, ?, ?, ?, ?, ?)')
          .run(rehearsalId, kdTender, versiTender, scope.envelopeId, manifestSha256, innerSha256);
        return { rehearsalId, canary: container.toString('base64'), manifestSha256 };
      },
    ),
    sessionRoute(
      {
        method: 'POST',
        path: '/api/rehearsals/:rehearsalId/release',
        summary: 'Headers of a canary; a real bid is refused and logged',
        roles: OPENER_ROLES,
        params: ById,
        body: RehearsalReleaseRequest,
        answer: RehearsalReleaseAnswer,
      },
      async ({ params, body, caller }) => {
        const { kdTender, versiTender, envelopeId } = requireRehearsal(room, caller, params.rehearsalId);
        const scope = { kdTender, versiTender, envelopeId };
        const session = body.session === null ? null : sessionOf(room, caller, { scope, ...params, ...body });
        const headers = await context.kms.canaries.unlock(scope, body.manifestSha256, session);
        return { headers: headers.map(({ id, header }) => ({ id, header: header.toString('base64') })) };
      },
    ),
    sessionRoute(
      {
        method: 'POST',
        path: '/api/rehearsals/:rehearsalId/result',
        summary: "A member's signed result, logged",
        roles: OPENER_ROLES,
        params: ById,
        body: RehearsalResultRequest,
        answer: RehearsalList,
      },
      ({ params, body, caller }) => {
        const rehearsal = requireRehearsal(room, caller, params.rehearsalId);
        keepResult(room, caller, { rehearsal, der: Buffer.from(body.result, 'base64') });
        return listOf(room, rehearsal.kdTender);
      },
    ),
    sessionRoute(
      {
        method: 'GET',
        path: '/api/packages/:kdTender/rehearsals',
        summary: 'Results of rehearsals, per member',
        roles: OPENER_ROLES,
        params: ByTender,
        answer: RehearsalList,
      },
      ({ params, caller }) => listOf(room, requireOfficial(context, caller, params.kdTender).kdTender),
    ),
  ];
}

function requireRehearsal(room: OpeningRoom, caller: Caller, rehearsalId: string): Rehearsal {
  const rehearsal = room.context.stores.lpse
    .prepare<[string], Rehearsal>(
      `SELECT rehearsal_id AS rehearsalId, kd_tender AS kdTender, versi_tender AS versiTender, envelope_id AS envelopeId,
         manifest_sha256 AS manifestSha256, inner_sha256 AS innerSha256 FROM rehearsals WHERE rehearsal_id = ?`,
    )
    .get(rehearsalId);
  if (rehearsal === undefined) throw new CodedError('rehearsal/not-found');
  requireOfficial(room.context, caller, rehearsal.kdTender);
  return rehearsal;
}

/** The officer's word for the computer that the canary is re-wrapped to, as for an opening. */
function sessionOf(
  room: OpeningRoom,
  caller: Caller,
  given: { readonly scope: EnvelopeScope; readonly rehearsalId: string; readonly session: string | null },
): Certificate {
  const { scope, rehearsalId, session } = given;
  const { envelope } = policyOf(room.context, scope);
  const der = Buffer.from(session ?? '', 'base64');
  const { statement } = readMemberStatement(room.context, caller, { der, schema: SessionStatement, envelope });
  const { kdTender, envelopeId, openingId, sessionCertificate } = statement;
  if (kdTender !== scope.kdTender || envelopeId !== scope.envelopeId || openingId !== rehearsalId) {
    throw new CodedError('opening/statement-refused', { why: 'session' });
  }
  return requireSessionCertificate(sessionCertificate);
}

/** Whoever says it opened names the digest that only the opened canary shows. */
function keepResult(room: OpeningRoom, caller: Caller, given: { rehearsal: Rehearsal; der: Buffer }): void {
  const { context } = room;
  const { rehearsal, der } = given;
  const { envelope } = policyOf(context, rehearsal);
  const { statement, place } = readMemberStatement(context, caller, { der, schema: RehearsalResult, envelope });
  const { openers } = envelope;
  const certificates = openers?.kind === 'quorum' ? openers.holders : (openers?.certificates ?? envelope.signers);
  const isThis =
    statement.rehearsalId === rehearsal.rehearsalId &&
    statement.kdTender === rehearsal.kdTender &&
    statement.envelopeId === rehearsal.envelopeId &&
    statement.holderCertificateSha256 === sha256Hex(Buffer.from(certificates[place] ?? '', 'base64')) &&
    statement.innerSha256 === (statement.opened ? rehearsal.innerSha256 : null);
  if (!isThis) throw new CodedError('opening/statement-refused', { why: 'rehearsal' });
  const { rehearsalId, kdTender, versiTender, envelopeId } = rehearsal;
  const { holderCertificateSha256, opened } = statement;
  const time = context.clock.now().toISOString();
  const body = { rehearsalId, holderCertificateSha256, opened };
  context.log.append({ type: 'rehearsal', kdTender, versiTender, envelopeId, time, body });
  context.stores.lpse
    .prepare('INSERT OR REPLACE INTO rehearsal_results VALUES (?, ?, ?, ?, ?)')
    .run(rehearsalId, holderCertificateSha256, opened ? 1 : 0, time, der);
}

/** Canaries, and shares that their holders tried (packages/redealings.ts). */
function listOf(room: OpeningRoom, kdTender: string): z.infer<typeof RehearsalList> {
  const rows = room.context.stores.lpse
    .prepare<[string, string], Row>(
      `SELECT r.envelope_id AS envelopeId, x.holder_sha256 AS holder, x.opened, x.time, x.result
         FROM rehearsal_results x JOIN rehearsals r USING (rehearsal_id) WHERE r.kd_tender = ?
       UNION ALL SELECT envelope_id, holder_sha256, opened, time, der FROM share_confirmations WHERE kd_tender = ?
       ORDER BY time`,
    )
    .all(kdTender, kdTender);
  return {
    rehearsals: rows.map(({ envelopeId, holder, opened, time, result }) => ({
      envelopeId,
      holderCertificateSha256: holder,
      time,
      opened: opened === 1,
      result: result.toString('base64'),
    })),
  };
}

interface Row extends Pick<Rehearsal, 'envelopeId'> {
  readonly holder: string;
  readonly opened: number;
  readonly time: string;
  readonly result: Buffer;
}
