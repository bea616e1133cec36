// The KMS's release, read. It carries a header for every document of every bid: hundreds of bids are more than any other message.
import { ReleasedHeaders, RELEASE_MAX_BYTES } from '../protocol/openings.ts';
import { readSigned, type SignedMessage } from './signed-message.ts';

/** @throws as `readSigned`; no trust yet */
export function readRelease(der: Uint8Array): SignedMessage<ReleasedHeaders> {
  return readSigned(der, ReleasedHeaders, undefined, RELEASE_MAX_BYTES);
}
