// Calls about the auditor's work: device evidence, timeline, the tender in one file.
import { z } from 'zod';
import { DeviceRecord } from '../domain/device-record.ts';
import { LEAF_TYPES } from '../protocol/log.ts';
import { call, Nothing } from './call.ts';
import { WitnessFile, WitnessView } from './witness.ts';
import { EnvelopeId, Facts, Handle, Instant, Language, Passphrase, Report, Sha256, TenderCode } from './shapes.ts';

const Reading = z.strictObject({
  kdTender: TenderCode,
  identityId: z.string().max(128),
  passphrase: Passphrase.nullable(),
});

const OpenedRecordView = z.strictObject({ record: DeviceRecord.nullable(), code: z.string().nullable() });

export const EvidenceRecordView = z.strictObject({
  submissionId: z.string(),
  bidderId: z.string(),
  envelopeId: EnvelopeId,
  atSealing: OpenedRecordView,
  atSending: OpenedRecordView,
  observedAddress: z.string(),
  observedPort: z.int(),
  observedAt: Instant,
});
export type EvidenceRecordView = z.infer<typeof EvidenceRecordView>;

export const SharedFactView = z.strictObject({
  kind: z.enum(['device-key', 'mac', 'observed-address']),
  value: z.string(),
  bidderIds: z.array(z.string()),
  strength: z.enum(['strong', 'weak']),
});
export type SharedFactView = z.infer<typeof SharedFactView>;

export const TimelineView = z.strictObject({
  size: z.int(),
  rootSha256: Sha256,
  entries: z.array(
    z.strictObject({
      index: z.int(),
      time: Instant,
      type: z.enum(LEAF_TYPES),
      envelopeId: EnvelopeId.nullable(),
      /** The body is hidden behind a salted digest. */
      hidden: z.boolean(),
      facts: Facts,
    }),
  ),
});
export type TimelineView = z.infer<typeof TimelineView>;

export const AUDIT_CALLS = {
  /** Opened with the auditor's key on this computer; the LPSE logs every look. */
  'audit.evidence': call(
    Reading,
    z.strictObject({ records: z.array(EvidenceRecordView), shared: z.array(SharedFactView) }),
  ),
  /** The same as a file, for the auditor's own papers. */
  'audit.exportEvidence': call(Reading.extend({ to: Handle }), z.strictObject({ shownAs: z.string() })),
  /** What the log says of the tender, proven against its signed head. */
  'audit.timeline': call(z.strictObject({ kdTender: TenderCode }), TimelineView),
  /** Whether a witness saw the log that is shown here. */
  'audit.compareWitness': call(WitnessFile, WitnessView),
  /**
   * The whole tender in one file, for anybody to judge offline. `audit.progress` tells how far it is.
   * @param withDocuments - adds what was opened on this computer, unsealed; only a committee has that
   */
  'audit.exportTender': call(
    z.strictObject({ kdTender: TenderCode, withSealed: z.boolean(), withDocuments: z.boolean(), to: Handle }),
    z.strictObject({
      ...{ shownAs: z.string(), entries: z.int(), sealedFiles: z.int(), indexSha256: Sha256 },
      /** Bids whose content is in it, unsealed. */
      openedBids: z.int(),
    }),
  ),
  /** Stops saving this tender; no half-made file stays. */
  'audit.cancelExport': call(z.strictObject({ kdTender: TenderCode }), Nothing),
  /** Offline, against the anchors of the LPSE in use. */
  'audit.verifyTender': call(
    z.strictObject({ file: Handle }),
    z.strictObject({
      report: Report,
      about: z
        .strictObject({
          kdLpse: z.int(),
          kdTender: TenderCode,
          createdAt: Instant,
          sealed: z.enum(['digests', 'whole']),
          /** Bids whose content is in it, unsealed. */
          openedBids: z.int(),
        })
        .nullable(),
    }),
  ),
  /** The report on `file` as a PDF; audited again when it is not the file that was audited last. */
  'audit.saveReport': call(
    z.strictObject({ file: Handle, language: Language, to: Handle }),
    z.strictObject({ shownAs: z.string() }),
  ),
} as const;

export const AUDIT_EVENTS = {
  'audit.progress': z.strictObject({
    work: z.enum(['exporting', 'verifying']),
    /** Null for a file that is judged. */
    kdTender: TenderCode.nullable(),
    /** `parts` and `log` count entries, the others bytes. */
    step: z.enum(['parts', 'log', 'sealed', 'documents', 'judging']),
    ...{ done: z.number(), total: z.number() },
    ...{ bytesPerSecond: z.number().nullable(), secondsLeft: z.number().nullable() },
  }),
} as const;
