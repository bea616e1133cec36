// The auditor's way (crypto/SPEC.md 9): the very command list of the specification, run with unzip and openssl and nothing of ours.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeCanonicalJson } from '../../crypto/canonical-json.ts';
import { signContent } from '../../crypto/cms/sign.ts';
import { encodePem, sha256Hex } from '../../crypto/encoding.ts';
import { bytesSource } from '../../crypto/seal/bytes-source.ts';
import type { InnerManifest, OuterManifest } from '../../crypto/seal/manifest.ts';
import { buildTimestampRequest } from '../../crypto/timestamp.ts';
import {
  createTender,
  document,
  releaseHeaders,
  sealBid,
  sealJob,
  type SealedBid,
  type Tender,
} from '../crypto/seal/sealed-bid.ts';
import { TEST_NOW } from '../pki/cms-people.ts';
import { HAS_OPENSSL } from '../pki/openssl.ts';
import { respond } from '../pki/timestamp-authority.ts';

const HAS_UNZIP = spawnSync('unzip', ['-v']).status === 0;
const SPEC = readFileSync(new URL('../../crypto/SPEC.md', import.meta.url), 'utf8');
const COMMANDS = (/```sh\n([^]*?)\n```/.exec(SPEC)?.[1] ?? '').split('\n');
const CONTENT = Buffer.from('%PDF-1.7 isi penawaran');

interface Receipt {
  readonly sealedSha256: string;
  readonly manifestSha256: string;
  readonly signatureSha256: string;
}

describe.skipIf(!HAS_OPENSSL || !HAS_UNZIP)('an auditor (skipped without unzip and openssl 3)', () => {
  let tender: Tender;
  let sealed: SealedBid;
  let dir: string;
  const at = (name: string): string => join(dir, name);

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'segel-auditor-'));
    tender = await createTender(['rsa-3072', 'ec-p256', 'ec-p384', 'rsa-2048']);
    const tsa = await tender.people.signer('TSA Uji', { profile: 'tsa' });
    const timestamp = (sha256: Buffer) =>
      respond(buildTimestampRequest({ sha256 }).der, { key: tsa.key, genTime: TEST_NOW });
    sealed = await sealBid(sealJob(tender, [document('teknis.pdf', CONTENT)], { job: { timestamp } }));
    await writeEvidence();
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  /** What lies before the auditor: the file, the receipt, the published headers, certificates and CRLs. */
  async function writeEvidence(): Promise<void> {
    const { root, authority } = tender.people;
    const pem = (label: string, ders: readonly Uint8Array[]) => ders.map((der) => encodePem(label, der)).join('');
    const lpse = await tender.people.signer('LPSE Uji', { profile: 'lpse-signer' });
    const receipt = encodeCanonicalJson({
      sealedSha256: sha256Hex(sealed.bytes),
      manifestSha256: sealed.result.manifestSha256,
      signatureSha256: sha256Hex(sealed.result.signatureDer),
    });
    const receiptSignature = await signContent({
      content: receipt,
      detached: true,
      signers: [{ key: lpse.key, signingTime: TEST_NOW }],
    });
    writeFileSync(at('bid.sampul'), sealed.bytes);
    writeFileSync(at('receipt.json'), receipt);
    writeFileSync(at('receipt.p7s'), receiptSignature);
    const rootPem = pem('CERTIFICATE', [root.certificate.der]);
    writeFileSync(at('root.pem'), rootPem);
    writeFileSync(at('tsa-root.pem'), rootPem);
    writeFileSync(at('tsa-sub.pem'), pem('CERTIFICATE', [authority.certificate.der]));
    writeFileSync(at('anchors.pem'), rootPem + pem('X509 CRL', authority.crls()));
    mkdirSync(at('released'));
    for (const [id, header] of await releaseHeaders(tender, bytesSource(sealed.bytes))) {
      writeFileSync(at(`released/${id}.p7m`), header);
    }
  }

  function run(command: string): string {
    const env = { ...process.env, T: String(TEST_NOW.getTime() / 1000) };
    return execFileSync('sh', ['-c', command], { cwd: dir, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  function digests(): Map<string, string> {
    const lines = COMMANDS.filter((command) => command.startsWith('openssl dgst')).flatMap((command) =>
      run(command).trim().split('\n'),
    );
    return new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
  }

  it('gets through the whole list as any member', () => {
    const tools = COMMANDS.map((command) => command.split(' ')[0] ?? '');
    expect(COMMANDS).toHaveLength(11);
    expect([...new Set(tools)].toSorted()).toEqual(['openssl', 'unzip']);
    for (const { certificate, privateKey } of tender.members) {
      writeFileSync(at('member.pem'), encodePem('CERTIFICATE', certificate.der));
      writeFileSync(at('member.key'), privateKey.export({ format: 'pem', type: 'pkcs8' }));
      for (const command of COMMANDS) run(command.replace('unzip -q', 'unzip -qo'));
      expect(readFileSync(at('0001.pdf'))).toEqual(CONTENT);
    }
  });

  it('finds every digest where the specification says', () => {
    const found = digests();
    // Written by us, read as an auditor reads it.
    const receipt = JSON.parse(readFileSync(at('receipt.json'), 'utf8')) as Receipt;
    const manifest = JSON.parse(readFileSync(at('manifest.json'), 'utf8')) as OuterManifest;
    const inner = JSON.parse(readFileSync(at('inner.json'), 'utf8')) as InnerManifest;
    expect(found.get('bid.sampul')).toBe(receipt.sealedSha256);
    expect(found.get('manifest.json')).toBe(receipt.manifestSha256);
    expect(found.get('manifest.p7s')).toBe(receipt.signatureSha256);
    expect(found.get('inner.p7s')).toBe(manifest.inner.sha256);
    for (const object of manifest.objects) {
      expect(found.get(`objects/${object.id}.enc`)).toBe(object.sha256);
      expect(found.get(`objects/${object.id}.lock.p7m`)).toBe(object.headerLockSha256);
      expect(found.get(`released/${object.id}.p7m`)).toBe(object.headerSha256);
    }
    expect(found.get('0001.pdf')).toBe(inner.documents[0]?.sha256);
    expect(inner.context).toEqual(manifest.context);
  });

  it('sees who can open the lock', () => {
    const printed = run(COMMANDS.find((command) => command.includes('-cmsout')) ?? '');
    expect(printed).toContain('id-smime-ct-authEnvelopedData');
    expect(printed.match(/issuer:/g)).toHaveLength(1);
  });

  it('finds the signer in the manifest', () => {
    const signer = readFileSync(at('signer.pem'), 'utf8');
    expect(signer).toBe(encodePem('CERTIFICATE', tender.bidder.certificate.der));
  });
});
