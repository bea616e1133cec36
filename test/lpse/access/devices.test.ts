import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeviceAnswer, DeviceList, DeviceRegistration, NonceAnswer, TokenAnswer } from '../../../app/protocol/login.ts';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { parseCanonicalJson } from '../../../crypto/canonical-json.ts';
import { verifySignedData } from '../../../crypto/cms/verify-signature.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { selfIssuedDeviceCertificate } from '../../../crypto/x509/certificate-builder.ts';
import { createDeviceKey, signInBidder, type DeviceKey, type SignedIn } from '../client.ts';
import { DEMO_TENDERS } from '../seeds/packages.ts';
import { accountIdOf } from '../seeds/people.ts';
import { UPLOAD } from '../seeds/stages.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../temporary-lpse.ts';

let lpse: TemporaryLpse;
let karya: SignedIn;
beforeAll(async () => {
  lpse = await startTemporaryLpse();
  karya = await signInBidder(lpse, 'karya.nusantara');
});
afterAll(() => lpse.close());

const ACCOUNT = accountIdOf('karya.nusantara');

function certificateOf({ privateKey }: Pick<DeviceKey, 'privateKey'>): Buffer {
  return selfIssuedDeviceCertificate({
    commonName: 'Segel device',
    privateKey,
    publicKey: createPublicKey(privateKey),
    notBefore: new Date(lpse.clock.now().getTime() - 60_000),
    notAfter: new Date(Date.now() + 365 * 24 * 3_600_000),
  });
}

function deviceRequest(key: Pick<DeviceKey, 'privateKey'>, prover: DeviceKey, accountId = ACCOUNT) {
  const certificate = certificateOf(key);
  const proof = prover.prove(`segel-device/1\n${accountId}\n${sha256Hex(certificate)}`);
  return { certificate: certificate.toString('base64'), proof };
}

describe('a device', () => {
  it('is registered by a statement that the LPSE signed', async () => {
    const { client, device } = karya;
    const request = deviceRequest(device, device);
    const answer = await client.read(DeviceAnswer, client.post('/api/devices', request));
    const signed = verifySignedData(Buffer.from(answer.registration, 'base64'));
    expect(signed.signers.map(({ certificate }) => certificate.sha256)).toEqual([
      lpse.context.keys.lpse.certificate.sha256,
    ]);
    const registration = DeviceRegistration.parse(parseCanonicalJson(signed.content));
    expect(registration).toMatchObject({ accountId: ACCOUNT });
    expect(Math.abs(Date.parse(registration.validFrom) - lpse.clock.now().getTime())).toBeLessThan(60_000);

    const again = await client.read(DeviceAnswer, client.post('/api/devices', request));
    expect(again).toEqual(answer);
    expect(lpse.context.devices.find(ACCOUNT, registration.deviceCertificateSha256)?.revokedAt).toBeNull();
  });

  it('is refused with the proof of another key', async () => {
    const { client, device } = karya;
    const answer = await client.post('/api/devices', deviceRequest(device, createDeviceKey()));
    expect(answer.code).toBe('access/device-proof-wrong');
  });

  it('is refused when it is not the device of this session', async () => {
    const foreign = createDeviceKey();
    const answer = await karya.client.post('/api/devices', deviceRequest(foreign, foreign));
    expect(answer.code).toBe('access/device-proof-wrong');
  });

  it("is refused with a proof made for another account's registration", async () => {
    const { client, device } = karya;
    const answer = await client.post('/api/devices', deviceRequest(device, device, accountIdOf('cipta.mandiri')));
    expect(answer.code).toBe('access/device-proof-wrong');
  });

  it('is refused when the certificate is none, or not by its own P-256 key', async () => {
    const { client, device } = karya;
    const broken = { certificate: Buffer.from('none').toString('base64'), proof: device.prove('x') };
    expect((await client.post('/api/devices', broken)).code).toBe('access/device-refused');
    const other = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    expect((await client.post('/api/devices', deviceRequest(other, device))).code).toBe('access/device-refused');
  });

  it('is revoked by its owner only and does not come back', async () => {
    const cipta = await signInBidder(lpse, 'cipta.mandiri');
    const request = deviceRequest(cipta.device, cipta.device, accountIdOf('cipta.mandiri'));
    await cipta.client.read(DeviceAnswer, cipta.client.post('/api/devices', request));
    const sha256 = sha256Hex(Buffer.from(request.certificate, 'base64'));
    expect((await karya.client.delete(`/api/devices/${sha256}`)).code).toBe('access/not-found');
    expect((await cipta.client.delete(`/api/devices/${sha256}`)).status).toBe(200);
    const { devices } = await cipta.client.read(DeviceList, cipta.client.get('/api/devices'));
    expect(devices).toMatchObject([{ deviceCertificateSha256: sha256, revokedAt: expect.any(String) as string }]);
    expect((await cipta.client.post('/api/devices', request)).code).toBe('access/device-refused');
  });
});

describe('a nonce', () => {
  const issue = async () => (await karya.client.read(NonceAnswer, karya.client.post('/api/nonces'))).nonce;

  it('is used once', async () => {
    const nonce = await issue();
    lpse.context.nonces.consume(ACCOUNT, nonce);
    expect(() => lpse.context.nonces.consume(ACCOUNT, nonce)).toThrow('access/nonce-used');
  });

  it('belongs to one account', async () => {
    const nonce = await issue();
    expect(() => lpse.context.nonces.consume(accountIdOf('cipta.mandiri'), nonce)).toThrow('access/nonce-used');
  });

  it('comes back when the transaction around it fails', async () => {
    const nonce = await issue();
    const failing = lpse.context.stores.lpse.transaction(() => {
      lpse.context.nonces.consume(ACCOUNT, nonce);
      throw new Error('disk full');
    });
    expect(() => failing()).toThrow('disk full');
    expect(() => lpse.context.nonces.consume(ACCOUNT, nonce)).not.toThrow();
  });
});

describe('a package token', () => {
  const kdTender = DEMO_TENDERS.constructionOneFile;
  const issue = () =>
    lpse.management?.issueToken({ userType: 'PENYEDIA', userId: 'karya.nusantara' }, kdTender, UPLOAD) ?? '';

  it('is understood bare, as a page link and as a segel link', async () => {
    const token = issue();
    for (const text of [token, ` ${lpse.url}/lt/${token}\n`, `segel://open?token=${token}`]) {
      const answer = await karya.client.read(TokenAnswer, karya.client.post('/api/tokens/resolve', { token: text }));
      expect(answer).toMatchObject({ kdTender, role: 'bidder', stage: 'Upload Dokumen Penawaran' });
    }
  });

  it('is refused to another account and when it is invented', async () => {
    const cipta = await signInBidder(lpse, 'cipta.mandiri');
    const token = issue();
    expect((await cipta.client.post('/api/tokens/resolve', { token })).code).toBe('access/token-refused');
    expect((await karya.client.post('/api/tokens/resolve', { token: 'x'.repeat(43) })).code).toBe(
      'access/token-refused',
    );
  });

  it('came by mail to everybody who takes part', async () => {
    const mail = lpse.context.outbox.all().find(({ to }) => to === 'karya.nusantara@penyedia.example');
    const answer = await karya.client.post('/api/tokens/resolve', { token: mail?.link });
    expect(answer.json).toMatchObject({ kdTender });
  });

  it('expires with its stage, by server time', async () => {
    const token = issue();
    const end = lpse.context.packages.stage(lpse.context.packages.require(kdTender), UPLOAD).tgl_akhir;
    await lpse.management?.advanceTo(new Date(end));
    expect((await karya.client.post('/api/tokens/resolve', { token })).code).toBe('access/token-refused');
  });
});
