// A file of a witness, compared for whoever chose it: the log is asked when it is there, and nobody has to be online.
import type { CallInput } from '../../app/contract/contract.ts';
import type { WitnessView } from '../../app/contract/witness.ts';
import { CodedError } from '../../app/errors/coded-error.ts';
import { compareWitnessFile, type WitnessComparison } from '../../app/usecases/compare-witness-file.ts';
import { readBounded } from '../adapters/private-files.ts';
import { toReport } from './bid-view.ts';
import type { Caller } from './door.ts';
import { until, type Program } from './program.ts';

/** Heads that a witness kept for years. */
const FILE_MAX_BYTES = 16 << 20;

/** @throws document/not-found, audit/witness-key-malformed, access/session-expired, ipc/no-lpse */
export async function compareFile(
  program: Program,
  { file, keys, receiptHead }: CallInput<'audit.compareWitness'> & { readonly receiptHead: string | null },
  caller: Caller,
): Promise<WitnessView> {
  const { trust } = await program.lpse.require();
  const needs = await program.offline();
  const bytes = await readBounded(program.files.resolve(file, caller).path, FILE_MAX_BYTES);
  if (bytes === null) throw new CodedError('document/not-found');
  const input = { trust, file: bytes.toString('utf8'), keys, receiptHead };
  return toView(await compareWitnessFile(needs, input, until(caller)));
}

function toView({ cosignatures, report, ...found }: WitnessComparison): WitnessView {
  const { stand, because, code, size, shownSize, heads, receipt, evidence } = found;
  return {
    ...{ stand, because, code, size, shownSize, receipt },
    heads: { ...heads },
    cosignatures: cosignatures.map(({ name, at }) => ({ name, at: at.toISOString() })),
    report: toReport(report),
    evidence: evidence === null ? null : { ...evidence },
  };
}
