// GET /api/audit/{kdTender}/dossier (app/protocol/DOSSIER.md 2): list, small parts by pages, sealed files by range. Every look is logged.
import { z } from 'zod';
import { CodedError } from '../../../app/errors/coded-error.ts';
import { DossierList, DossierParts } from '../../../app/protocol/dossier.ts';
import { OpaqueId, TenderCode } from '../../../app/protocol/primitives.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import type { Caller, LpseContext, PackageRecord } from '../context.ts';
import { sessionRoute, type LpseModule } from '../http.ts';
import { sendFile } from '../openings/download.ts';
import { requireOfficial } from '../openings/room.ts';
import type { SubmissionModule } from '../submissions/module.ts';
import { dossierOf, openableEnvelopes, sealedOf, type DossierContents } from './dossier.ts';

const ROLES = ['auditor', 'committeeMember', 'procurementOfficer'] as const;
const PAGE_MAX_BYTES = 4 << 20;
const Count = z.coerce.number().int().nonnegative();
const ByTender = z.strictObject({ kdTender: TenderCode });

export function auditModule(context: LpseContext, submissions: SubmissionModule): LpseModule {
  const needs = { context, submissions };
  /** The last list of each tender: its pages come from the same moment. */
  const listed = new Map<string, DossierContents>();

  const enter = (caller: Caller, kdTender: string, address: string, event: string): PackageRecord => {
    const record =
      caller.account.role === 'auditor'
        ? context.packages.require(kdTender)
        : requireOfficial(context, caller, kdTender);
    context.accessLog.note(caller.account.accountId, event, address, kdTender);
    if (openableEnvelopes(needs, record).length === 0) throw new CodedError('audit/too-early', { kdTender });
    return record;
  };

  return {
    routes: [
      sessionRoute(
        {
          method: 'GET',
          path: '/api/audit/:kdTender/dossier',
          summary: 'Parts of the dossier of a tender, with digests; every look is logged',
          roles: ROLES,
          params: ByTender,
          answer: DossierList,
        },
        async ({ params: { kdTender }, caller, address }) => {
          const record = enter(caller, kdTender, address, 'audit/dossier');
          await submissions.room.receipts.fillTimestamps();
          const contents = dossierOf(needs, record);
          listed.set(kdTender, contents);
          return {
            kdLpse: context.config.kdLpse,
            kdTender,
            versiTender: record.versiTender,
            createdAt: context.clock.now().toISOString(),
            parts: contents.parts.map(({ name, bytes }) => ({ name, size: bytes.length, sha256: sha256Hex(bytes) })),
            sealed: contents.sealed.map(({ submissionId, size, sealedSha256 }) => ({
              submissionId,
              size,
              sealedSha256,
            })),
          };
        },
      ),
      sessionRoute(
        {
          method: 'GET',
          path: '/api/audit/:kdTender/dossier/parts',
          summary: 'Small parts of the dossier',
          roles: ROLES,
          params: ByTender,
          query: z.strictObject({ start: Count, end: Count }),
          answer: DossierParts,
        },
        ({ params: { kdTender }, query: { start, end }, caller, address }) => {
          const record = enter(caller, kdTender, address, 'audit/dossier-parts');
          const { parts } = listed.get(kdTender) ?? dossierOf(needs, record);
          const page: z.infer<typeof DossierParts>['parts'] = [];
          let bytes = 0;
          for (const part of parts.slice(start, end)) {
            bytes += part.bytes.length;
            if (page.length > 0 && bytes > PAGE_MAX_BYTES) break;
            page.push({ name: part.name, content: part.bytes.toString('base64') });
          }
          if (page.length === 0) throw new CodedError('access/malformed-request');
          return { start, parts: page };
        },
      ),
      sessionRoute(
        {
          method: 'GET',
          path: '/api/audit/:kdTender/dossier/sealed/:submissionId',
          summary: 'A sealed file of the dossier, with Range',
          roles: ROLES,
          params: z.strictObject({ kdTender: TenderCode, submissionId: OpaqueId }),
          answer: 'application/x-sampul+zip',
        },
        async ({ params: { kdTender, submissionId }, caller, address, request, reply }) => {
          const record = enter(caller, kdTender, address, 'audit/dossier-sealed');
          const found = sealedOf(needs, record).find((one) => one.submissionId === submissionId);
          if (found === undefined) throw new CodedError('submission/not-found');
          const { uploadId, sealedSha256 } = found;
          await sendFile(request, reply, { path: submissions.room.files.path(uploadId), sha256: sealedSha256 });
        },
      ),
    ],
  };
}
