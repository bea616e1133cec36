// `SHA256SUMS`: digests of files that lie together, as `sha256sum -c` reads them.
import { sha256Hex } from '../../crypto/encoding.ts';

export const DIGEST_LIST_NAME = 'SHA256SUMS';

/** Names are safe names of ours: no line break, no backslash. */
export function digestList(files: readonly { readonly name: string; readonly bytes: Uint8Array }[]): Buffer {
  const lines = files
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, bytes }) => `${sha256Hex(bytes)}  ${name}\n`);
  return Buffer.from(lines.join(''));
}
