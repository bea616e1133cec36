// UC-14 Explain a sealed file without any key: for whom, from whom, by when, and who could open it. Nothing is verified here.
import type { CallOptions } from '../ports/call-options.ts';
import type { InspectedSealed, Sealer } from '../ports/sealer.ts';

/** @throws seal/container-malformed, seal/manifest-malformed, storage/not-found */
export async function inspectBid(
  { sealer }: { readonly sealer: Sealer },
  { path }: { readonly path: string },
  options: CallOptions = {},
): Promise<InspectedSealed> {
  return sealer.inspect(path, options);
}
