// A committee member who enrols over the API as the demo's three do: keys made here, the verifier approves, certificates come back.
import { sign } from 'node:crypto';
import { EnrolmentAnswer } from '../../app/protocol/ams.ts';
import { softwareDecryptionKey, softwareSigningKey, type DecryptionKey, type SigningKey } from '../../crypto/keys.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import { encodeCsr } from '../../crypto/x509/csr.ts';
import { encodeName } from '../../crypto/x509/distinguished-name.ts';
import { generateKeys } from '../pki/keys.ts';
import { signIn, type SignedIn } from './client.ts';

export interface EnrolledMember extends SignedIn {
  readonly signing: SigningKey;
  readonly opening: DecryptionKey;
}

interface Server {
  readonly url: string;
  readonly caPem: string;
}

export async function enrolMember(server: Server, userId: string): Promise<EnrolledMember> {
  const member = await signIn(server, userId);
  const verifier = await signIn(server, 'verifikator');
  const signing = await enrol(member, verifier, 'member-signing');
  const opening = await enrol(member, verifier, 'member-encryption');
  return {
    ...member,
    signing: softwareSigningKey(signing.privateKey, signing.certificate, signing.chain),
    opening: softwareDecryptionKey(opening.privateKey, opening.certificate),
  };
}

async function enrol(member: SignedIn, verifier: SignedIn, profile: 'member-signing' | 'member-encryption') {
  const { privateKey, publicKey } = await generateKeys();
  const subjectDer = encodeName([{ type: 'CN', value: member.session.account.name }]);
  const csr = await encodeCsr({ subjectDer, publicKey }, (data) => Promise.resolve(sign('sha256', data, privateKey)));
  const request = { profile, csr: csr.toString('base64'), phone: '0812', recommendationLetter: null };
  const pending = await member.client.read(EnrolmentAnswer, member.client.post('/ams/enrolments', request));
  const path = `/ams/enrolments/${pending.enrolmentId}/decision`;
  const decision = verifier.client.post(path, { approve: true, reason: 'hadir' });
  const { certificate, chain } = await verifier.client.read(EnrolmentAnswer, decision);
  return {
    privateKey,
    certificate: parseCertificate(Buffer.from(certificate ?? '', 'base64')),
    chain: chain.map((der) => parseCertificate(Buffer.from(der, 'base64'))),
  };
}
