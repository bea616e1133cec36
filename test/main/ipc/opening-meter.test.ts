import { expect, it } from 'vitest';
import { OpeningProgress } from '../../../app/contract/openings.ts';
import type { OpenBidsProgress } from '../../../app/usecases/open-bids.ts';
import { OpeningMeter } from '../../../main/ipc/opening-meter.ts';

const about = { kdTender: '10092474000', envelopeId: 'satu' };
const bid = (n: number, step: OpenBidsProgress['step'], doneBytes: number): OpenBidsProgress => ({
  ...{ n, of: 2, step, doneBytes, totalBytes: 900, submissionId: `s${n}`, bidderName: `PT ${n}`, bid: null },
});

it('tells a window that comes in between what the contract knows, whatever the call had besides', () => {
  const call = { ...about, identityId: 'identity-1', encryptionIdentityId: null };
  const meter = new OpeningMeter(call);
  expect(OpeningProgress.parse(meter.whole())).toMatchObject({ done: 0, of: 0, totalBytes: 0 });
  meter.report(bid(1, 'opened', 900));
  meter.report(bid(2, 'downloading', 450));
  const whole = OpeningProgress.parse(meter.whole());
  expect(whole).toMatchObject({ ...about, done: 1, of: 2, doneBytes: 1050, totalBytes: 1800 });
  expect(whole.bids).toHaveLength(2);
});

it('tells each change once', () => {
  const meter = new OpeningMeter(about);
  const still = { bytesPerSecond: null, secondsLeft: null };
  meter.report(bid(1, 'proving', 0));
  expect(meter.changes(still).bids.map(({ step }) => step)).toEqual(['proving']);
  expect(meter.changes(still).bids).toEqual([]);
});
