// Certificates from request to revocation, against the reference AMS.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchCertificate, pendingEnrolments, requestCertificate } from '../../../app/usecases/enrol-identity.ts';
import {
  checkStoredIdentity,
  exportIdentity,
  importIdentity,
  listIdentities,
} from '../../../app/usecases/import-identity.ts';
import { decideEnrolment, listEnrolments, revokeCertificate } from '../../../app/usecases/verify-enrolment.ts';
import { Secret } from '../../../crypto/secret.ts';
import { DEMO_PASSPHRASE } from '../../lpse/seeds/people.ts';
import { startTemporaryLpse, type TemporaryLpse } from '../../lpse/temporary-lpse.ts';
import { openStation, type Station } from './station.ts';

let lpse: TemporaryLpse;
let rina: Station;
let verifier: Station;

beforeAll(async () => {
  lpse = await startTemporaryLpse();
  [rina, verifier] = [await openStation(lpse, 'rina.kartika'), await openStation(lpse, 'verifikator')];
});

afterAll(async () => {
  await rina.close();
  await verifier.close();
  await lpse.close();
});

describe('a certificate', () => {
  let keyId = '';

  it('is asked for with a key that stays on this computer', async () => {
    const answer = await requestCertificate(rina.needs, {
      profile: 'member-signing',
      subject: { commonName: rina.account.name, organisation: rina.account.organisation, serialNumber: null },
      phone: '0271-1',
      letter: { name: 'surat.pdf', bytes: Buffer.from('%PDF-1.7') },
      passphrase: Secret.fromText(DEMO_PASSPHRASE),
    });
    expect(answer.state).toBe('pending');
    const [pending] = await pendingEnrolments(rina.needs);
    keyId = pending?.keyId ?? '';
    expect(pending?.enrolmentId).toBe(answer.enrolmentId);
    const input = { connection: await rina.connect(), keyId };
    await expect(fetchCertificate(rina.needs, input)).rejects.toMatchObject({ code: 'identity/not-yet-issued' });
  });

  it('comes after the verifier has seen the person, and is trusted', async () => {
    const [waiting] = await listEnrolments(verifier.needs);
    const decision = { enrolmentId: waiting?.enrolmentId ?? '', approve: true, reason: 'hadir' };
    expect((await decideEnrolment(verifier.needs, decision)).state).toBe('approved');
    const connection = await rina.connect();
    const identity = await fetchCertificate(rina.needs, { connection, keyId });
    expect(identity).toMatchObject({ name: 'Rina Kartika', canSign: true, canOpen: false, source: 'enrolled' });
    expect(await listIdentities(rina.needs)).toEqual([identity]);
    expect((await checkStoredIdentity(rina.needs, { connection, ...identity })).ok).toBe(true);
  });

  it('goes into a .p12 that another computer takes over', async () => {
    const [identity] = await listIdentities(rina.needs);
    const passphrase = () => Secret.fromText(DEMO_PASSPHRASE);
    const bytes = await exportIdentity(rina.needs, {
      identityId: identity?.identityId ?? '',
      passphrase: passphrase(),
    });
    const [taken] = await importIdentity(verifier.needs, { bytes, passphrase: passphrase() });
    expect(taken?.certificateSha256).toBe(identity?.certificateSha256);
    const wrong = Secret.fromText('salah');
    await expect(importIdentity(verifier.needs, { bytes, passphrase: wrong })).rejects.toMatchObject({
      code: 'identity/wrong-passphrase',
    });
  });

  it('is not trusted any more once it was revoked', async () => {
    const [identity] = await listIdentities(rina.needs);
    if (identity === undefined) throw new Error('identity');
    const { serialHex } = identity;
    await revokeCertificate(verifier.needs, { serialHex, reason: 'keyCompromise' });
    const fresh = await openStation(lpse, 'auditor');
    try {
      const needs = { ...rina.needs, revocation: fresh.needs.revocation };
      const report = await checkStoredIdentity(needs, { connection: await rina.connect(), ...identity });
      expect(report.checks).toMatchObject([{ outcome: 'failed', code: 'certificate/revoked' }]);
    } finally {
      await fresh.close();
    }
  });
});
