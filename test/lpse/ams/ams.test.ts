import { sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EnrolmentAnswer, EnrolmentList, RevocationAnswer } from '../../../app/protocol/ams.ts';
import { parseCertificate, type Certificate } from '../../../crypto/x509/certificate.ts';
import { parseCrl } from '../../../crypto/x509/crl.ts';
import { encodeCsr } from '../../../crypto/x509/csr.ts';
import { encodeName, nameAttribute } from '../../../crypto/x509/distinguished-name.ts';
import { buildOcspRequest, parseOcspResponse } from '../../../crypto/x509/ocsp.ts';
import { validatePath } from '../../../crypto/x509/validate-path.ts';
import { HAS_OPENSSL, opensslVerify } from '../../pki/openssl.ts';
import { generateKeys, type KeyKind } from '../../pki/keys.ts';
import { LpseClient, signIn, signInBidder, type SignedIn } from '../client.ts';
import { accountIdOf } from '../seeds/people.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../temporary-lpse.ts';

let lpse: TemporaryLpse;
let rina: SignedIn;
let verifier: SignedIn;
beforeAll(async () => {
  lpse = await startTemporaryLpse();
  rina = await signIn(lpse, 'rina.kartika');
  verifier = await signIn(lpse, 'verifikator');
});
afterAll(() => lpse.close());

async function requestBody(profile: string, kind: KeyKind = 'ec-p256') {
  const { privateKey, publicKey } = await generateKeys(kind);
  const subjectDer = encodeName([{ type: 'CN', value: 'Rina Kartika' }]);
  const csr = await encodeCsr({ subjectDer, publicKey }, (data) => Promise.resolve(sign('sha256', data, privateKey)));
  return { profile, csr: csr.toString('base64'), phone: '0812', recommendationLetter: null };
}

async function enrol(who: SignedIn, profile: string, kind: KeyKind = 'ec-p256'): Promise<EnrolmentAnswer> {
  return who.client.read(EnrolmentAnswer, who.client.post('/ams/enrolments', await requestBody(profile, kind)));
}

async function approve({ enrolmentId }: EnrolmentAnswer): Promise<Certificate> {
  const path = `/ams/enrolments/${enrolmentId}/decision`;
  const answer = await verifier.client.read(EnrolmentAnswer, verifier.client.post(path, { approve: true, reason: '' }));
  return parseCertificate(Buffer.from(answer.certificate ?? '', 'base64'));
}

const judge = (leaf: Certificate) =>
  validatePath({
    leaf,
    intermediates: lpse.context.ams.chain,
    anchors: [lpse.context.keys.anchors.ams],
    at: lpse.clock.now(),
    crls: lpse.context.ams.crls().map((der) => parseCrl(der)),
    revocation: 'required',
  });

describe('enrolment', () => {
  it.each([
    ['member-signing', 'ec-p256', ['digitalSignature', 'nonRepudiation']],
    ['member-encryption', 'ec-p384', ['keyAgreement']],
    ['member-encryption', 'rsa-2048', ['keyEncipherment']],
  ] as const)('gives a %s certificate for an %s key after the verifier agreed', async (profile, kind, usages) => {
    const pending = await enrol(rina, profile, kind);
    expect(pending).toMatchObject({ state: 'pending', certificate: null, chain: [] });
    const certificate = await approve(pending);
    expect([...(certificate.keyUsage ?? [])].toSorted()).toEqual([...usages].toSorted());
    expect(nameAttribute(certificate.subject, 'OU')).toBe('Pokja Pemilihan 3');
    expect(judge(certificate).ok).toBe(true);
    expect(lpse.context.ams.currentOf(accountIdOf('rina.kartika'), profile, lpse.clock.now())?.certificate.sha256).toBe(
      certificate.sha256,
    );
  });

  it('takes the subject from the account, not from the request', async () => {
    const certificate = await approve(await enrol(rina, 'member-signing'));
    expect(nameAttribute(certificate.subject, 'UID')).toBe(accountIdOf('rina.kartika'));
    expect(nameAttribute(certificate.subject, 'O')).toBe('UKPBJ Kabupaten Nusantara Raya');
  });

  it('answers the same enrolment to the same request', async () => {
    const body = await requestBody('member-signing');
    const first = await rina.client.read(EnrolmentAnswer, rina.client.post('/ams/enrolments', body));
    const second = await rina.client.read(EnrolmentAnswer, rina.client.post('/ams/enrolments', body));
    expect(second.enrolmentId).toBe(first.enrolmentId);
  });

  it('is decided once, by the verifier only, and is read by its owner only', async () => {
    const pending = await enrol(rina, 'member-signing');
    const path = `/ams/enrolments/${pending.enrolmentId}`;
    const own = await rina.client.post(`${path}/decision`, { approve: true, reason: '' });
    expect(own).toMatchObject({ status: 403, code: 'access/forbidden' });
    const bidder = await signInBidder(lpse, 'karya.nusantara');
    expect((await bidder.client.get(path)).code).toBe('access/not-found');

    const refused = await verifier.client.post(`${path}/decision`, { approve: false, reason: 'Surat tidak lengkap' });
    expect(refused.json).toMatchObject({ state: 'rejected', reason: 'Surat tidak lengkap', certificate: null });
    const again = await verifier.client.post(`${path}/decision`, { approve: true, reason: '' });
    expect(again.code).toBe('ams/already-decided');
  });

  it('shows the verifier what is pending, and others their own', async () => {
    const pending = await enrol(rina, 'member-signing');
    const all = await verifier.client.read(EnrolmentList, verifier.client.get('/ams/enrolments'));
    expect(all.enrolments).toContainEqual(
      expect.objectContaining({
        enrolmentId: pending.enrolmentId,
        account: 'rina.kartika',
        subject: 'CN=Rina Kartika',
      }),
    );
    const bambang = await signIn(lpse, 'bambang.sutejo');
    const own = await bambang.client.read(EnrolmentList, bambang.client.get('/ams/enrolments'));
    expect(own.enrolments).toEqual([]);
  });

  it('refuses a profile that is not of the role', async () => {
    const answer = await rina.client.post('/ams/enrolments', await requestBody('bidder'));
    expect(answer.code).toBe('access/forbidden');
  });

  it('refuses a request without proof of possession, a curve it does not use, and garbage', async () => {
    const { csr, ...rest } = await requestBody('member-signing');
    const forged = Buffer.from(csr, 'base64');
    forged.writeUInt8(forged.readUInt8(forged.length - 1) ^ 1, forged.length - 1);
    const p521 = await requestBody('member-signing', 'ec-p521');
    for (const body of [{ ...rest, csr: forged.toString('base64') }, p521, { ...rest, csr: 'AAAA' }]) {
      expect((await rina.client.post('/ams/enrolments', body)).code).toBe('ams/request-refused');
    }
  });
});

describe('revocation', () => {
  it('is for the holder, the verifier and the agency admin', async () => {
    const certificate = await approve(await enrol(rina, 'member-signing'));
    const body = { serialHex: certificate.serialHex, reason: 'superseded' };
    const other = await signIn(lpse, 'bambang.sutejo');
    expect((await other.client.post('/ams/revocations', body)).code).toBe('ams/revocation-refused');
    expect((await rina.client.post('/ams/revocations', { ...body, serialHex: '00ff' })).code).toBe('access/not-found');
    await rina.client.read(RevocationAnswer, rina.client.post('/ams/revocations', body));
    const again = await verifier.client.read(RevocationAnswer, verifier.client.post('/ams/revocations', body));
    expect(again.serialHex).toBe(certificate.serialHex);
  });

  it('stands in the next CRL and in OCSP, and the certificate is no longer current', async () => {
    const certificate = await approve(await enrol(rina, 'member-signing'));
    expect(await ocspStatus(certificate)).toBe('good');
    const body = { serialHex: certificate.serialHex, reason: 'keyCompromise' };
    await rina.client.read(RevocationAnswer, rina.client.post('/ams/revocations', body));

    expect(await ocspStatus(certificate)).toBe('revoked');
    const crl = parseCrl((await new LpseClient(lpse).get('/crl/ams-issuing.crl')).bytes);
    expect(crl.der).toEqual(lpse.context.ams.crls()[0]);
    await lpse.management?.advanceBySeconds(1);
    expect(judge(certificate)).toMatchObject({ ok: false, findings: [{ code: 'certificate/revoked' }] });
    const { ams } = lpse.context;
    const current = ams.currentOf(accountIdOf('rina.kartika'), 'member-signing', lpse.clock.now());
    expect(current?.certificate.sha256).not.toBe(certificate.sha256);
  });

  async function ocspStatus(certificate: Certificate): Promise<string> {
    const [issuer] = lpse.context.ams.chain;
    if (issuer === undefined) throw new Error('no issuing CA');
    const { der } = buildOcspRequest(certificate, issuer);
    const answer = await new LpseClient(lpse).send('POST', '/ocsp', {
      bytes: der,
      contentType: 'application/ocsp-request',
    });
    expect(answer.headers['content-type']).toBe('application/ocsp-response');
    const [single] = parseOcspResponse(answer.bytes).answers;
    return single?.status.kind ?? 'none';
  }
});

describe('what the authorities publish', () => {
  it.each(['ams-root', 'ams-issuing', 'lpse-root', 'tsa-root', 'tls-root', 'kms'])(
    'is a %s CRL current at server time and at wall time',
    async (name) => {
      const answer = await new LpseClient(lpse).get(`/crl/${name}.crl`);
      expect(answer.headers['content-type']).toBe('application/pkix-crl');
      const { thisUpdate, nextUpdate } = parseCrl(answer.bytes);
      expect(thisUpdate.getTime()).toBeLessThan(lpse.clock.now().getTime() - 3 * 24 * 3_600_000);
      expect(nextUpdate?.getTime()).toBeGreaterThan(Date.now() + 300 * 24 * 3_600_000);
    },
  );

  it('has no CRL of an unknown authority', async () => {
    expect((await new LpseClient(lpse).get('/crl/other.crl')).code).toBe('access/not-found');
    expect((await new LpseClient(lpse).get('/crl/..%2Fkeys.crl')).status).toBe(400);
  });

  it.skipIf(!HAS_OPENSSL)('satisfies openssl in strict mode with full CRL checking at wall time', async () => {
    const certificate = await approve(await enrol(rina, 'member-encryption'));
    const { ams, keys } = lpse.context;
    const verdict = opensslVerify({
      leaf: certificate.der,
      intermediates: ams.chain.map(({ der }) => der),
      anchors: [keys.anchors.ams.der],
      crls: ams.crls(),
      at: new Date(),
      options: ['-x509_strict'],
    });
    expect(verdict).toMatchObject({ ok: true });
  });
});
