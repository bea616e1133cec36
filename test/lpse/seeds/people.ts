// Demo accounts. All share one documented password; every .p12 the seed writes has one documented passphrase.
import type { NewAccount } from '../access/accounts.ts';
import type { PersonProfile } from '../context.ts';
import type { KeyKind } from '../../pki/keys.ts';

export const DEMO_PASSWORD = 'Segel#Demo2026';
export const DEMO_PASSPHRASE = 'segel-demo-2026';

export interface DemoIdentity {
  readonly profile: PersonProfile;
  readonly key: KeyKind;
}

export interface DemoPerson extends NewAccount {
  /** Certificates the seed issues to this person; none where the person enrols over the API. */
  readonly identities: readonly DemoIdentity[];
}

const UKPBJ = 'UKPBJ Kabupaten Nusantara Raya';
const SIGN: DemoIdentity = { profile: 'member-signing', key: 'ec-p256' };
const ENCRYPT: DemoIdentity = { profile: 'member-encryption', key: 'ec-p256' };
/** Mixed keys on purpose: a committee's envelopes carry RSA and EC recipients side by side. */
const ENCRYPT_RSA: DemoIdentity = { profile: 'member-encryption', key: 'rsa-2048' };
const ENCRYPT_P384: DemoIdentity = { profile: 'member-encryption', key: 'ec-p384' };

export const DEMO_PEOPLE: readonly DemoPerson[] = [
  bidder('karya.nusantara', '701001', ['PT Karya Bangun Nusantara', 'Ratna Wulandari', '01.234.567.8-901.000']),
  bidder('cipta.mandiri', '701002', ['CV Cipta Mandiri Teknik', 'Joko Santoso', '02.345.678.9-902.000'], 'rsa-2048'),
  bidder('sinar.alkes', '701003', ['PT Sinar Alkes Medika', 'Lina Marlina', '03.456.789.0-903.000']),
  bidder('prima.konsultan', '701004', ['PT Prima Rekayasa Konsultan', 'Arif Hidayat', '04.567.890.1-904.000']),
  bidder('dewi.lestari', '701005', ['Dewi Lestari (perorangan)', 'Dewi Lestari', '05.678.901.2-905.000']),
  member('siti.rahayu', 'Siti Rahayu', 'Pokja Pemilihan 1', [SIGN, ENCRYPT]),
  member('agus.pranoto', 'Agus Pranoto', 'Pokja Pemilihan 1', [SIGN, ENCRYPT_RSA]),
  member('maria.simbolon', 'Maria Simbolon', 'Pokja Pemilihan 1', [SIGN, ENCRYPT_P384]),
  // In reserve: takes the place of a member who falls out.
  member('bayu.saputra', 'Bayu Saputra', 'Pokja Pemilihan 1', [SIGN, ENCRYPT]),
  member('hendra.gunawan', 'Hendra Gunawan', 'Pokja Pemilihan 2', [SIGN, ENCRYPT]),
  member('nur.aini', 'Nur Aini', 'Pokja Pemilihan 2', [SIGN, ENCRYPT]),
  member('yohanes.bere', 'Yohanes Bere', 'Pokja Pemilihan 2', [SIGN, ENCRYPT]),
  // These three enrol themselves.
  member('rina.kartika', 'Rina Kartika', 'Pokja Pemilihan 3', []),
  member('bambang.sutejo', 'Bambang Sutejo', 'Pokja Pemilihan 3', []),
  member('fitri.handayani', 'Fitri Handayani', 'Pokja Pemilihan 3', []),
  officer('dedi.kurniawan', 'Dedi Kurniawan', {
    role: 'procurementOfficer',
    committee: 'Pejabat Pengadaan',
    identities: [SIGN],
  }),
  officer('indra.wijaya', 'Indra Wijaya', { role: 'contractOfficer', committee: null, identities: [] }),
  officer('verifikator', 'Wahyu Nugroho', { role: 'verifier', committee: null, identities: [] }),
  officer('helpdesk', 'Putri Amelia', { role: 'helpdesk', committee: null, identities: [] }),
  officer('auditor', 'Surya Darmawan', {
    role: 'auditor',
    committee: null,
    identities: [{ profile: 'auditor-encryption', key: 'ec-p256' }],
  }),
  officer('admin.agency', 'Tri Hastuti', { role: 'agencyAdmin', committee: null, identities: [] }),
];

function bidder(
  userId: string,
  bidderId: string,
  [organisation, name, npwp]: readonly [string, string, string],
  key: KeyKind = 'ec-p256',
): DemoPerson {
  return {
    accountId: accountIdOf(userId),
    userType: 'PENYEDIA',
    userId,
    name,
    role: 'bidder',
    organisation,
    npwp,
    bidderId,
    committee: null,
    email: `${userId}@penyedia.example`,
    password: DEMO_PASSWORD,
    identities: [{ profile: 'bidder', key }],
  };
}

function member(userId: string, name: string, committee: string, identities: readonly DemoIdentity[]): DemoPerson {
  return officer(userId, name, { role: 'committeeMember', committee, identities });
}

function officer(
  userId: string,
  name: string,
  rest: Pick<DemoPerson, 'role' | 'committee' | 'identities'>,
): DemoPerson {
  return {
    accountId: accountIdOf(userId),
    userType: 'NON_PENYEDIA',
    userId,
    name,
    organisation: UKPBJ,
    npwp: null,
    bidderId: null,
    email: `${userId}@nusantararaya.example`,
    password: DEMO_PASSWORD,
    ...rest,
  };
}

export function accountIdOf(userId: string): string {
  return `akun-${userId.replaceAll('.', '-')}`;
}
