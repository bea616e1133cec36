// What the wrong headers have in common: a good header, where its parts stand, and the shape of a variant.
import { randomBytes } from 'node:crypto';
import { encodeAuthEnveloped } from '../../../crypto/cms/auth-enveloped-data.ts';
import { wrapContentKey } from '../../../crypto/cms/recipients.ts';
import type { CryptoCode } from '../../../crypto/errors.ts';
import type { Opener } from '../../pki/cms-people.ts';
import type { Category, Expected } from './vector-file.ts';

export interface HeaderVariant {
  readonly id: string;
  readonly expect: Expected;
  readonly der: Buffer;
  readonly opener: 'rsa' | 'ec' | 'ec384';
  readonly content?: Buffer;
}

export type Openers = Readonly<Record<HeaderVariant['opener'], Opener>>;

// Positions in ContentInfo{ AuthEnvelopedData } and, below RECIPIENT, in the only RecipientInfo.
export const VERSION = [1, 0, 0];
export const RECIPIENTS = [1, 0, 1];
export const RECIPIENT = [1, 0, 1, 0];
export const INNER_TYPE = [1, 0, 2, 0];
export const CIPHER = [1, 0, 2, 1, 0];
export const GCM = [1, 0, 2, 1, 1];
export const NONCE = [1, 0, 2, 1, 1, 0];
export const TAG_LENGTH = [1, 0, 2, 1, 1, 1];
export const MAC = [1, 0, 3];
export const RSA = {
  version: [...RECIPIENT, 0],
  rid: [...RECIPIENT, 1],
  algorithm: [...RECIPIENT, 2],
  key: [...RECIPIENT, 3],
};
export const EC = {
  version: [...RECIPIENT, 0],
  curve: [...RECIPIENT, 1, 0, 0],
  point: [...RECIPIENT, 1, 0, 1],
  scheme: [...RECIPIENT, 2, 0],
  wrap: [...RECIPIENT, 2, 1],
  keys: [...RECIPIENT, 3],
  rid: [...RECIPIENT, 3, 0, 0],
  wrapped: [...RECIPIENT, 3, 0, 1],
};

/** A header without content; one recipient unless told otherwise. */
export function header(openers: readonly Opener[], contentKey = randomBytes(32)): Buffer {
  const recipientInfos = openers.map(({ certificate }) => wrapContentKey(contentKey, certificate));
  return encodeAuthEnveloped({ recipientInfos, nonce: randomBytes(12), mac: randomBytes(16), encryptedContent: null });
}

/** One refused variant: `der` wrong in one node. */
export function refused(
  id: string,
  [category, code]: readonly [Category, CryptoCode],
  [opener, der]: readonly [HeaderVariant['opener'], Buffer],
): HeaderVariant {
  return { id, expect: { category, code }, der, opener };
}

export const MALFORMED = ['structure', 'cms/malformed'] as const;
export const ENCODING = ['encoding', 'cms/malformed'] as const;
export const LIMIT = ['limit', 'cms/malformed'] as const;
export const ALGORITHM = ['algorithm', 'cms/algorithm-refused'] as const;
