// The archived containers: each is refused as its vector says, and the first released version opens for ever.
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { isCryptoError } from '../../../crypto/errors.ts';
import { softwareDecryptionKey } from '../../../crypto/keys.ts';
import { bytesSource } from '../../../crypto/seal/bytes-source.ts';
import { createInlineWorkspace } from '../../../crypto/seal/inline-workspace.ts';
import { openEnvelope, type OpenRequest } from '../../../crypto/seal/open-envelope.ts';
import { OpenFailure } from '../../../crypto/seal/open-failure.ts';
import { verifyEnvelope } from '../../../crypto/seal/verify-envelope.ts';
import { verifyTimestamp } from '../../../crypto/timestamp.ts';
import { requirePath } from '../../../crypto/x509/validate-path.ts';
import { parseCertificate } from '../../../crypto/x509/certificate.ts';
import { MemoryFolder } from '../../crypto/seal/memory-io.ts';
import { describeExample } from './describe-example.ts';
import { makeVectors } from './make-vectors.ts';
import { loadExample, loadVectors, type Vector, type VectorFile } from './vector-file.ts';

const der = (text: string): Buffer => Buffer.from(text, 'base64');
const headersOf = (headers: Readonly<Record<string, string>>) =>
  new Map(Object.entries(headers).map(([id, header]) => [id, der(header)]));

function memberKey({ certificate, privateKey }: VectorFile['member']) {
  const key = createPrivateKey({ key: der(privateKey), format: 'der', type: 'pkcs8' });
  return softwareDecryptionKey(key, parseCertificate(der(certificate)));
}

async function verifyCode(file: VectorFile, vector: Vector): Promise<string> {
  try {
    await verifyEnvelope({
      source: bytesSource(der(vector.container)),
      workspace: createInlineWorkspace(),
      purpose: 'bid',
      packageCertificate: parseCertificate(der(file.packageCertificate)),
    });
    return 'ok';
  } catch (error) {
    if (isCryptoError(error)) return error.code;
    throw error;
  }
}

async function openOutcome(file: VectorFile, vector: Vector): Promise<string> {
  const bytes = der(vector.container);
  const key = memberKey(file.member);
  const folder = new MemoryFolder();
  const request: OpenRequest = {
    source: bytesSource(bytes),
    workspace: createInlineWorkspace(),
    expected: {
      ...{ purpose: 'bid', context: {}, carriesPrice: true },
      recipients: vector.recipients.map((text) => parseCertificate(der(text))),
      packageCertificate: parseCertificate(der(file.packageCertificate)),
      receipt: { sealedSha256: sha256Hex(bytes), manifestSha256: vector.manifestSha256 },
    },
    key,
    releasedHeaders: headersOf(vector.headers),
    createSink: folder.createSink,
  };
  try {
    const { failed } = await openEnvelope(request);
    expect(folder.left).toBe(0);
    return failed.length === 0 ? 'opened' : `partly ${failed.map(({ failure }) => failure.kind).join(' ')}`;
  } catch (error) {
    expect(folder.started).toBe(0);
    if (error instanceof OpenFailure) return `${error.failure.kind} ${error.code}`;
    if (isCryptoError(error)) return error.code;
    throw error;
  }
}

describe('the archived containers', () => {
  const file = loadVectors();

  it.each(file.vectors)('$id: as it says', async (vector) => {
    expect({ verify: await verifyCode(file, vector), open: await openOutcome(file, vector) }).toEqual(vector.expect);
  });

  it('are what the script still makes', async () => {
    const outcomes = ({ vectors }: VectorFile) =>
      vectors.map(({ id, category, expect: { verify, open } }) => [id, category, verify, open]);
    const fresh = await makeVectors();
    expect(outcomes(fresh)).toEqual(outcomes(file));
    for (const vector of fresh.vectors) {
      expect({ verify: await verifyCode(fresh, vector), open: await openOutcome(fresh, vector) }, vector.id).toEqual(
        vector.expect,
      );
    }
  });
});

describe('the first version', () => {
  it('has in SPEC.md the bytes it has', async () => {
    const spec = readFileSync(new URL('../../../crypto/SPEC.md', import.meta.url), 'utf8');
    const written = /<!-- example -->\n\n([^]*)\n\n<!-- \/example -->/.exec(spec)?.[1] ?? '';
    // Prettier pads the columns of tables.
    const plain = (text: string) =>
      text
        .replace(/ +/g, ' ')
        .replace(/-{3,}/g, '---')
        .replace(/\| ?---[^\n]*/g, '');
    expect(plain(written)).toBe(plain(await describeExample()));
  });

  it('opens for ever: signature, timestamp, path, locks and documents', async () => {
    const { bytes, facts } = loadExample();
    const anchors = [parseCertificate(der(facts.anchor))];
    const key = memberKey(facts.member);
    const folder = new MemoryFolder();
    const result = await openEnvelope({
      source: bytesSource(bytes),
      workspace: createInlineWorkspace(),
      expected: {
        ...{ purpose: 'bid', context: { kdTender: '10092474000' }, carriesPrice: true, recipients: [key.certificate] },
        packageCertificate: parseCertificate(der(facts.packageCertificate)),
        receipt: { sealedSha256: facts.sealedSha256, manifestSha256: facts.manifestSha256 },
      },
      trust: {
        timestampTime: (timestamp, digest) =>
          Promise.resolve(verifyTimestamp(timestamp, { sha256: digest, anchors, revocation: 'none' }).genTime),
        fallbackTime: new Date(0),
        requireTrustedSigner: ({ signers: [signer], certificates }, _manifest, at) => {
          if (signer === undefined) throw new Error('no signer');
          requirePath({ leaf: signer.certificate, intermediates: certificates, anchors, at, revocation: 'none' });
          return Promise.resolve();
        },
      },
      key,
      releasedHeaders: headersOf(facts.headers),
      createSink: folder.createSink,
    });
    expect(result.failed).toEqual([]);
    expect(Object.fromEntries([...folder.files].map(([name, content]) => [name, content.toString()]))).toEqual(
      facts.documents,
    );
  });
});
