// The separate trust domains of the reference server: TLS, LPSE, AMS (root and issuing CA), TSA. The KMS keeps its own.
// Every certificate begins before the server's clock and ends long after real time.
import type { KeyObject } from 'node:crypto';
import { softwareSigningKey, type SigningKey } from '../../../crypto/keys.ts';
import { Authority, createAuthority, type AuthorityOptions } from '../../pki/authority.ts';
import type { Profile } from '../../pki/profiles.ts';
import type { AnchorName } from '../context.ts';
import type { CertifiedKey, KeyFolder } from './key-folder.ts';
import type { Span } from './crl-publisher.ts';

export interface Authorities {
  readonly roots: Readonly<Record<AnchorName, Authority>>;
  readonly amsIssuing: Authority;
  readonly tls: CertifiedKey;
  readonly lpse: SigningKey;
  readonly tsa: SigningKey & { readonly privateKey: KeyObject };
  readonly ocspResponder: CertifiedKey;
}

export interface AuthoritiesNeeds {
  readonly folder: KeyFolder;
  readonly baseUrl: string;
  readonly kdLpse: number;
  readonly span: Span;
  readonly now: () => Date;
}

const DAY_MS = 24 * 3_600_000;
const ROOT_SPAN_MS = 3650 * DAY_MS;

/** Valid from a month before the beginning of the clock until two years from now. */
export function validitySpan(genesis: Date, real: Date): Span {
  return { from: new Date(genesis.getTime() - 30 * DAY_MS), to: new Date(real.getTime() + 730 * DAY_MS) };
}

export async function loadAuthorities(needs: AuthoritiesNeeds): Promise<Authorities> {
  const roots = {
    tls: await root(needs, 'tls', 'CA TLS LPSE Referensi Segel'),
    lpse: await root(needs, 'lpse', 'CA LPSE Referensi Segel'),
    ams: await root(needs, 'ams', 'Root AMS Referensi Segel'),
    tsa: await root(needs, 'tsa', 'CA Stempel Waktu Referensi Segel'),
  };
  const amsIssuing = await loadAuthority(needs, 'ams-issuing', {
    subject: organisation('AMS Referensi Segel', 'AMS Penerbit 1'),
    parent: roots.ams,
    pathLength: 0,
    crlUrl: crlUrl(needs, 'ams-issuing'),
    ocspUrl: `${needs.baseUrl}/ocsp`,
  });
  const signing = async (name: string, issuer: Authority, profile: Profile, commonName: string) => {
    const subject = organisation(`LPSE Referensi ${needs.kdLpse}`, commonName);
    return needs.folder.certified(name, () => issuer.issue(profile, { subject, ...period(needs.span) }));
  };
  const lpse = await signing('lpse-signer', roots.lpse, 'lpse-signer', `LPSE ${needs.kdLpse}`);
  const tsa = await signing('tsa-signer', roots.tsa, 'tsa', 'TSA Referensi Segel');
  return {
    roots,
    amsIssuing,
    tls: await signing('tls-server', roots.tls, 'tls-server', 'localhost'),
    ocspResponder: await signing('ocsp-responder', amsIssuing, 'ocsp-responder', 'OCSP AMS Referensi Segel'),
    lpse: softwareSigningKey(lpse.privateKey, lpse.certificate),
    tsa: { ...softwareSigningKey(tsa.privateKey, tsa.certificate), privateKey: tsa.privateKey },
  };
}

function root(needs: AuthoritiesNeeds, name: AnchorName, commonName: string): Promise<Authority> {
  const subject = organisation('Segel - BUKAN UNTUK PRODUKSI', commonName);
  return loadAuthority(needs, `${name}-root`, { subject, crlUrl: crlUrl(needs, `${name}-root`) });
}

async function loadAuthority(needs: AuthoritiesNeeds, name: string, options: AuthorityOptions): Promise<Authority> {
  const full = {
    ...options,
    clock: needs.now,
    notBefore: needs.span.from,
    notAfter: new Date(needs.span.to.getTime() + ROOT_SPAN_MS),
  };
  const { certificate, privateKey } = await needs.folder.certified(name, () => createAuthority(full));
  return new Authority(certificate, privateKey, full);
}

function crlUrl({ baseUrl }: AuthoritiesNeeds, name: string): string {
  return `${baseUrl}/crl/${name}.crl`;
}

function period({ from, to }: Span): { notBefore: Date; notAfter: Date } {
  return { notBefore: from, notAfter: to };
}

function organisation(name: string, commonName: string) {
  return [
    { type: 'C', value: 'ID' },
    { type: 'O', value: name },
    { type: 'CN', value: commonName },
  ] as const;
}
