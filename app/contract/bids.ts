// Calls about the user's own bids: draft, seal, send, replace, withdraw.
import { z } from 'zod';
import { DeviceRecord } from '../domain/device-record.ts';
import { BidView } from './bid-view.ts';
import { call, Nothing } from './call.ts';
import { PRICE_CALLS } from './price.ts';
import { BidId, EnvelopeId, Facts, Handle, Instant, Passphrase, Report, TenderCode } from './shapes.ts';

export { BidView };

export const Finding = z.strictObject({
  code: z.string(),
  severity: z.enum(['blocking', 'warning']),
  index: z.int().nullable(),
  originalName: z.string().nullable(),
  facts: Facts,
  repair: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('rename'), to: z.string() }),
      z.strictObject({ kind: z.literal('remove') }),
      z.strictObject({ kind: z.literal('choose-slot') }),
    ])
    .nullable(),
});
export type Finding = z.infer<typeof Finding>;

const One = z.strictObject({ bidId: BidId });
const Signing = z.strictObject({
  bidId: BidId,
  /** Null in NON_CA mode. */
  identityId: z.string().max(128).nullable(),
  passphrase: Passphrase.nullable(),
  consent: z.boolean(),
});

export const BIDS_CALLS = {
  'bids.list': call(z.strictObject({ kdTender: TenderCode.nullable() }), z.strictObject({ bids: z.array(BidView) })),
  'bids.load': call(One, BidView),
  'bids.start': call(z.strictObject({ kdTender: TenderCode, envelopeId: EnvelopeId }), BidView),
  'bids.addDocuments': call(
    z.strictObject({ bidId: BidId, slot: z.string().max(128), files: z.array(Handle).min(1).max(500) }),
    BidView,
  ),
  'bids.changeDocument': call(
    z.strictObject({ bidId: BidId, index: z.int(), name: z.string().max(255), slot: z.string().max(128) }),
    BidView,
  ),
  'bids.removeDocument': call(z.strictObject({ bidId: BidId, index: z.int() }), BidView),
  'bids.setLetter': call(
    z.strictObject({
      bidId: BidId,
      letter: z.strictObject({ price: z.string().max(40), validityDays: z.int() }).nullable(),
    }),
    BidView,
  ),
  'bids.check': call(One, z.strictObject({ findings: z.array(Finding), blocking: z.boolean() })),
  /** The record that would be made now: shown before anything is captured for sending. */
  'bids.previewEvidence': call(Nothing, DeviceRecord),
  'bids.seal': call(Signing, z.strictObject({ bid: BidView, report: Report, warnings: z.array(Finding) })),
  'bids.submit': call(
    Signing.extend({ declarationAccepted: z.boolean() }),
    z.strictObject({ bid: BidView, report: Report.nullable() }),
  ),
  /** Stops the running work of this bid. An upload stops where it is and goes on with the next `submit`. */
  'bids.cancel': call(One, Nothing),
  'bids.verify': call(One, Report),
  'bids.replace': call(One, BidView),
  'bids.withdraw': call(Signing.omit({ consent: true }), BidView),
  /** Every attempt of this bid, oldest first. */
  'bids.history': call(
    One,
    z.strictObject({
      entries: z.array(z.strictObject({ sequence: z.int(), time: Instant, event: z.string(), facts: Facts })),
    }),
  ),
  ...PRICE_CALLS,
  'bids.exportSealed': call(z.strictObject({ bidId: BidId, to: Handle }), z.strictObject({ shownAs: z.string() })),
  'bids.importSealed': call(z.strictObject({ file: Handle }), BidView),
  'bids.exportDraft': call(z.strictObject({ bidId: BidId, to: Handle }), z.strictObject({ shownAs: z.string() })),
  'bids.importDraft': call(z.strictObject({ file: Handle }), BidView),
} as const;

export const BIDS_EVENTS = {
  'bids.progress': z.strictObject({
    bidId: BidId,
    work: z.enum(['sealing', 'sending']),
    step: z.string(),
    doneBytes: z.int(),
    totalBytes: z.int(),
    bytesPerSecond: z.number().nullable(),
    secondsLeft: z.number().nullable(),
  }),
  'bids.changed': BidView,
} as const;
