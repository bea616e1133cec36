// Who takes part in the demo, and how they get their certificates: a key made on each one's own computer, a request to the AMS,
// a verifier who has seen the person.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Secret } from '../../crypto/secret.ts';
import type { CertificateProfile } from '../../app/protocol/ams.ts';
import { fetchCertificate, requestCertificate } from '../../app/usecases/enrol-identity.ts';
import { importIdentity } from '../../app/usecases/import-identity.ts';
import { signPolicy, viewPolicyDraft } from '../../app/usecases/sign-policy.ts';
import type { PersonProfile } from '../lpse/context.ts';
import { identityFile } from '../lpse/seeds/identities.ts';
import { DEMO_PASSPHRASE } from '../lpse/seeds/people.ts';
import type { RunningLpse } from '../lpse/server.ts';
import type { Account } from './account.ts';
import { openStation, type Station } from './station.ts';

/** A bidder at the own computer, with the certificate's id there. */
export interface Bidder {
  readonly station: Station;
  readonly signing: string;
}

/** A committee member, or the officer of a NON_CA package: no encryption key of their own, the session key opens. */
export interface Opener {
  readonly userId: string;
  readonly station: Station;
  readonly signing: string;
  readonly encryption: string | null;
}

export interface People {
  readonly bidders: readonly [Bidder, Bidder];
  readonly committee: readonly [Opener, Opener, Opener];
  readonly officer: Opener;
  readonly auditor: Station;
  readonly all: readonly Station[];
}

/** Accounts of the reference LPSE; the committee's are seeded without certificates. */
export async function seatPeople(lpse: RunningLpse, dir: string, account: Account): Promise<People> {
  const all: Station[] = [];
  const seat = async (userType: 'PENYEDIA' | 'NON_PENYEDIA', userId: string): Promise<Station> => {
    const station = await openStation(lpse, join(dir, userId), { userType, userId });
    all.push(station);
    return station;
  };
  const verifier = await seat('NON_PENYEDIA', 'verifikator');
  const bidder = async (userId: string): Promise<Bidder> => {
    const station = await seat('PENYEDIA', userId);
    account.say(`${station.account.organisation}: kunci dibuat, verifikator menyetujui, sertifikat terpasang`);
    return { station, signing: await enrol(station, verifier, 'bidder') };
  };
  const member = async (userId: string): Promise<Opener> => {
    const station = await seat('NON_PENYEDIA', userId);
    const signing = await enrol(station, verifier, 'member-signing');
    const encryption = await enrol(station, verifier, 'member-encryption');
    account.say(`${station.account.name} (Pokja): sertifikat tanda tangan dan sertifikat membuka`);
    return { userId, station, signing, encryption };
  };
  const bidders = [await bidder('karya.nusantara'), await bidder('cipta.mandiri')] as const;
  const committee = [
    await member('rina.kartika'),
    await member('bambang.sutejo'),
    await member('fitri.handayani'),
  ] as const;
  const desk = await seat('NON_PENYEDIA', 'dedi.kurniawan');
  const signing = await takeFile(lpse, desk, 'member-signing');
  const auditor = await seat('NON_PENYEDIA', 'auditor');
  await takeFile(lpse, auditor, 'auditor-encryption');
  return {
    bidders,
    committee,
    officer: { userId: 'dedi.kurniawan', station: desk, signing, encryption: null },
    auditor,
    all,
  };
}

/** Each member reads the draft and signs; the LPSE publishes it with the majority's last signature. */
export async function signDraft(members: readonly Opener[], kdTender: string, account: Account): Promise<void> {
  for (const { station, signing } of members) {
    const { needs, connection } = station;
    const draft = await viewPolicyDraft(needs, { connection, kdTender });
    const about = { connection, kdTender, identityId: signing, policySha256: draft.policySha256 };
    const { published } = await signPolicy(needs, about);
    account.say(`${station.account.name} menandatangani${published ? '; mayoritas tercapai, kebijakan terbit' : ''}`);
    if (published) return;
  }
  throw new Error('the committee signed, and nothing was published');
}

/** Asks for a certificate on the person's own station, lets the verifier approve, fetches it. Answers its id there. */
async function enrol(station: Station, verifier: Station, profile: CertificateProfile): Promise<string> {
  const { account, needs, connection } = station;
  const answer = await requestCertificate(needs, {
    profile,
    subject: { commonName: account.name, organisation: account.organisation, serialNumber: account.npwp },
    phone: '0271-000000',
    letter: { name: 'Surat Rekomendasi.pdf', bytes: Buffer.from(`Rekomendasi untuk ${account.name}`) },
    passphrase: Secret.fromText(DEMO_PASSPHRASE),
  });
  const seen = { approve: true, reason: 'Hadir dengan KTP asli' };
  await verifier.needs.lpse.decideEnrolment(answer.enrolmentId, seen);
  const key = (await needs.identities.pendingKeys()).find(({ enrolmentId }) => enrolmentId === answer.enrolmentId);
  if (key === undefined) throw new Error(`no key waits for ${answer.enrolmentId}`);
  return (await fetchCertificate(needs, { connection, keyId: key.keyId })).identityId;
}

/** Takes over the .p12 that the seed wrote for this person. */
export async function takeFile(
  lpse: RunningLpse,
  { needs, account }: Station,
  profile: PersonProfile,
): Promise<string> {
  const bytes = readFileSync(identityFile(join(lpse.trustDir, '..'), account.userId, profile));
  const [identity] = await importIdentity(needs, { bytes, passphrase: Secret.fromText(DEMO_PASSPHRASE) });
  if (identity === undefined) throw new Error(`no identity in the file of ${account.userId}`);
  return identity.identityId;
}
