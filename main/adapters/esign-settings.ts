// Whether and where e-Sign is used: a file that the operator puts into the data folder, `esign.json`. Without it e-Sign is off and
// nothing is ever sent anywhere. The window neither reads nor writes it.
//
// {"format":"segel-esign/1","baseUrl":"https://...","clientId":"...","clientSecret":"...","tlsAnchors":"-----BEGIN CERTIFICATE-----..."}
// `tlsAnchors` is PEM, or null for the system's own list. On Unix the file must be readable by its owner alone.
import { join } from 'node:path';
import { stat } from 'node:fs/promises';
import { z } from 'zod';
import { CodedError } from '../../app/errors/coded-error.ts';
import { parseJsonOrNull } from './parse-json.ts';
import { readBounded } from './private-files.ts';
import { storing, unlessMissing } from './storage-faults.ts';

const EsignSettings = z.strictObject({
  format: z.literal('segel-esign/1'),
  baseUrl: z.url({ protocol: /^https$/ }),
  clientId: z.string().min(1).max(200),
  clientSecret: z.string().min(1).max(1000),
  tlsAnchors: z
    .string()
    .max(1 << 18)
    .nullable(),
});
export type EsignSettings = Omit<z.infer<typeof EsignSettings>, 'format'>;

/** Null when e-Sign is off. @throws minutes/esign-settings when the file is there and not good */
export async function readEsignSettings(root: string): Promise<EsignSettings | null> {
  const path = join(root, 'esign.json');
  const bytes = await readBounded(path, 1 << 19);
  if (bytes === null) return null;
  const facts = await storing(() => unlessMissing(stat(path)));
  if (process.platform !== 'win32' && facts !== null && (facts.mode & 0o077) !== 0) {
    throw new CodedError('minutes/esign-settings', { why: 'mode' });
  }
  const parsed = EsignSettings.safeParse(parseJsonOrNull(bytes));
  if (!parsed.success) {
    throw new CodedError('minutes/esign-settings', { why: parsed.error.issues[0]?.path.map(String).join('.') ?? '' });
  }
  const { baseUrl, clientId, clientSecret, tlsAnchors } = parsed.data;
  return { baseUrl, clientId, clientSecret, tlsAnchors };
}
