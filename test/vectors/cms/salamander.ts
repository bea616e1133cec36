// "Two prices in one file": AES-GCM does not commit to its key, so one ciphertext with one tag can be valid under two keys, and each
// recipient is given another one. Every CMS reader opens it without complaint; only the signed manifest can tell.
// Method: Dodis, Grubbs, Ristenpart and Woodage, "Fast Message Franking" (CRYPTO 2018), section 3; GHASH as in NIST SP 800-38D 6.4.
import { createCipheriv, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { encodeAuthEnveloped } from '../../../crypto/cms/auth-enveloped-data.ts';
import { wrapContentKey } from '../../../crypto/cms/recipients.ts';
import type { Certificate } from '../../../crypto/x509/certificate.ts';

const BLOCK = 16;

export interface SalamanderReader {
  readonly certificate: Certificate;
  /** What this recipient is made to read; the rest of the document is noise. */
  readonly text: string;
}

export interface Salamander {
  readonly headerDer: Buffer;
  readonly ciphertext: Buffer;
  /** What each reader's CMS program puts out, in full. */
  readonly plaintexts: readonly [Buffer, Buffer];
}

/** A header and a ciphertext that open, with a correct tag, as two documents for two recipients. */
export function buildSalamander(first: SalamanderReader, second: SalamanderReader): Salamander {
  const nonce = randomBytes(12);
  const keys = [new GcmKey(nonce), new GcmKey(nonce)] as const;
  const texts = [padToBlock(first.text), padToBlock(second.text)] as const;
  // The first reader's text comes first, the second one's after it; where one reads text the other reads noise.
  const secondStart = texts[0].length / BLOCK;
  const chosen = Buffer.concat([keys[0].crypt(texts[0], 0), keys[1].crypt(texts[1], secondStart)]);
  const { ciphertext, mac } = makeTagsMeet(keys, chosen);
  const recipientInfos = [
    wrapContentKey(keys[0].key, first.certificate),
    wrapContentKey(keys[1].key, second.certificate),
  ];
  const headerDer = encodeAuthEnveloped({ recipientInfos, nonce, mac, encryptedContent: null });
  return { headerDer, ciphertext, plaintexts: [keys[0].crypt(ciphertext, 0), keys[1].crypt(ciphertext, 0)] };
}

/**
 * One more block X, such that both tags are equal. The tag is S ^ X * H^2, S from everything else, so X = (S0 ^ S1) / (H0^2 ^ H1^2).
 */
function makeTagsMeet(keys: readonly [GcmKey, GcmKey], chosen: Buffer): { ciphertext: Buffer; mac: Buffer } {
  const open = Buffer.concat([chosen, Buffer.alloc(BLOCK)]);
  const [s0, s1] = [keys[0].tag(open), keys[1].tag(open)];
  const [h0, h1] = [multiply(keys[0].h, keys[0].h), multiply(keys[1].h, keys[1].h)];
  const x = multiply(s0 ^ s1, invert(h0 ^ h1));
  return { ciphertext: Buffer.concat([chosen, toBlock(x)]), mac: toBlock(s0 ^ multiply(x, h0)) };
}

/** AES-256-GCM from its parts, for one random key and a 12-byte nonce, without additional data. */
class GcmKey {
  readonly key = randomBytes(32);
  readonly h: bigint;
  readonly #nonce: Buffer;

  constructor(nonce: Buffer) {
    this.#nonce = nonce;
    this.h = toElement(this.#block(Buffer.alloc(BLOCK)));
  }

  /** Encrypts or decrypts whole blocks, the first of which is number `start` of the message. */
  crypt(bytes: Buffer, start: number): Buffer {
    const FIRST_COUNTER = 2;
    const out = Buffer.from(bytes);
    for (let at = 0; at < out.length; at += BLOCK) {
      const stream = this.#counterBlock(FIRST_COUNTER + start + at / BLOCK);
      for (let i = 0; i < BLOCK; i++) out.writeUInt8(out.readUInt8(at + i) ^ stream.readUInt8(i), at + i);
    }
    return out;
  }

  /** E(J0) ^ GHASH(ciphertext | lengths). */
  tag(ciphertext: Buffer): bigint {
    const lengths = BigInt(ciphertext.length * 8);
    let hash = 0n;
    for (let at = 0; at < ciphertext.length; at += BLOCK) {
      hash = multiply(hash ^ toElement(ciphertext.subarray(at, at + BLOCK)), this.h);
    }
    return multiply(hash ^ lengths, this.h) ^ toElement(this.#counterBlock(1));
  }

  #counterBlock(counter: number): Buffer {
    const block = Buffer.concat([this.#nonce, Buffer.alloc(4)]);
    block.writeUInt32BE(counter, 12);
    return this.#block(block);
  }

  #block(block: Buffer): Buffer {
    return createCipheriv('aes-256-ecb', this.key, null).setAutoPadding(false).update(block);
  }
}

/** x^128 + x^7 + x^2 + x + 1 in GCM's bit order: the first bit is the coefficient of x^0. */
const REDUCTION = 0xe1n << 120n;
const ONE = 1n << 127n;

function multiply(x: bigint, y: bigint): bigint {
  let product = 0n;
  let shifted = y;
  for (let bit = 127n; bit >= 0n; bit--) {
    if (((x >> bit) & 1n) === 1n) product ^= shifted;
    shifted = (shifted & 1n) === 1n ? (shifted >> 1n) ^ REDUCTION : shifted >> 1n;
  }
  return product;
}

/** x^(2^128 - 2) = x^2 * x^4 * ... * x^(2^127). */
function invert(x: bigint): bigint {
  let result = ONE;
  let power = x;
  for (let i = 1; i < 128; i++) {
    power = multiply(power, power);
    result = multiply(result, power);
  }
  return result;
}

function toElement(block: Buffer): bigint {
  return BigInt(`0x${block.toString('hex')}`);
}

function toBlock(element: bigint): Buffer {
  return Buffer.from(element.toString(16).padStart(BLOCK * 2, '0'), 'hex');
}

function padToBlock(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  return Buffer.concat([bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK, ' ')]);
}

/** The archived vector: test/vectors/cms/salamander.json. */
export const SALAMANDER_URL = new URL('salamander.json', import.meta.url);

const salamanderFile = z.strictObject({
  about: z.string(),
  id: z.literal('segel::salamander::two-prices'),
  /** Every reader of single objects opens it; opening an envelope must refuse it with this code. */
  expect: z.strictObject({ object: z.literal('opens'), envelope: z.literal('seal/made-wrongly') }),
  header: z.string(),
  ciphertext: z.string(),
  readers: z.tuple([reader(), reader()]),
});

function reader() {
  return z.strictObject({ certificate: z.string(), privateKey: z.string(), reads: z.string() });
}

export type SalamanderFile = z.infer<typeof salamanderFile>;

export function loadSalamander(): SalamanderFile {
  return salamanderFile.parse(JSON.parse(readFileSync(SALAMANDER_URL, 'utf8')));
}
