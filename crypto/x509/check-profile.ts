// Rules of the certificate profile (RFC 5280 4.1, 4.2) that the path algorithm of section 6 does not look at,
// mostly those of `openssl verify -x509_strict`: a CA that breaks them is not trusted to have meant the rest.
// Deliberately missing: "basic constraints of a CA are critical", since NIST PKITS 4.6.4 asks to accept others.
import { OID } from '../asn1/oid.ts';
import { isSelfIssued, type Certificate } from './certificate.ts';
import { finding, type PathFinding } from './path-report.ts';

interface Rule {
  readonly section: string;
  readonly detail: string;
  readonly broken: (certificate: Certificate, isAnchor: boolean) => boolean;
}

const RULES: readonly Rule[] = [
  {
    section: '4.1.2.4',
    detail: 'empty issuer name',
    broken: ({ issuer }) => issuer.rdns.length === 0,
  },
  {
    section: '4.1.2.6',
    detail: 'CA without a subject name',
    broken: ({ subject, basicConstraints }) => basicConstraints?.ca === true && subject.rdns.length === 0,
  },
  {
    section: '4.2.1.6',
    detail: 'empty subject name and no critical alternative name',
    broken: ({ subject, extensions }) =>
      subject.rdns.length === 0 && extensions.get(OID.subjectAltName)?.critical !== true,
  },
  {
    section: '4.2.1.1',
    detail: 'authority key identifier missing',
    broken: (certificate, isAnchor) => !isAnchor && !isSelfIssued(certificate) && certificate.authorityKeyId === null,
  },
  {
    section: '4.2.1.1',
    detail: 'critical authority key identifier',
    broken: ({ extensions }) => extensions.get(OID.authorityKeyIdentifier)?.critical === true,
  },
  {
    section: '4.2.1.2',
    detail: 'subject key identifier missing in a CA',
    broken: ({ basicConstraints, subjectKeyId }, isAnchor) =>
      !isAnchor && basicConstraints?.ca === true && subjectKeyId === null,
  },
  {
    section: '4.2.1.2',
    detail: 'critical subject key identifier',
    broken: ({ extensions }) => extensions.get(OID.subjectKeyIdentifier)?.critical === true,
  },
  {
    section: '4.2.1.3',
    detail: 'keyCertSign without being a CA',
    broken: ({ keyUsage, basicConstraints }) => keyUsage?.has('keyCertSign') === true && basicConstraints?.ca !== true,
  },
  {
    section: '4.2.1.3',
    detail: 'key usage without any bit',
    broken: ({ keyUsage }) => keyUsage?.size === 0,
  },
  {
    section: '4.2.1.9',
    detail: 'path length without being a CA',
    broken: ({ basicConstraints }) => basicConstraints?.ca === false && basicConstraints.pathLength !== null,
  },
  {
    section: '4.2.1.10',
    detail: 'name constraints in an end entity certificate',
    broken: ({ nameConstraints, basicConstraints }) => nameConstraints !== null && basicConstraints?.ca !== true,
  },
];

/** Findings of every rule that the certificate breaks. */
export function checkProfile(certificate: Certificate, isAnchor: boolean): PathFinding[] {
  return RULES.filter((rule) => rule.broken(certificate, isAnchor)).map((rule) =>
    finding('certificate/untrusted', certificate, rule.section, rule.detail),
  );
}
