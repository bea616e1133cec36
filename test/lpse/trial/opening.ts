// A committee's side of a trial: start an opening, ask for the release, contribute, report.
import { createDecipheriv } from 'node:crypto';
import { OpeningAnswer, ReleasedHeaders, ResultAnswer, SessionStatement } from '../../../app/protocol/openings.ts';
import { Dealing, DealingAnswer } from '../../../app/protocol/policy.ts';
import { parseCanonicalJson, type Json } from '../../../crypto/canonical-json.ts';
import { openAttached, sealAttached } from '../../../crypto/cms/attached.ts';
import { parseAuthEnveloped } from '../../../crypto/cms/auth-enveloped-data.ts';
import { unwrapContentKey } from '../../../crypto/cms/recipients.ts';
import { verifySignedData } from '../../../crypto/cms/verify-signature.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { softwareDecryptionKey, type DecryptionKey, type SigningKey } from '../../../crypto/keys.ts';
import { bytesSource } from '../../../crypto/seal/bytes-source.ts';
import { readContainer, readPart } from '../../../crypto/seal/container-reader.ts';
import { encName } from '../../../crypto/seal/entry-names.ts';
import { buildCertificate, keyUsage, randomSerial } from '../../../crypto/x509/certificate-builder.ts';
import { parseCertificate, type Certificate } from '../../../crypto/x509/certificate.ts';
import { encodeName } from '../../../crypto/x509/distinguished-name.ts';
import { generateKeys } from '../../pki/keys.ts';
import type { SealedBid, Target } from './bidding.ts';
import { signedJson, type Person, type Trial } from './trial.ts';

/** Somebody of the committee, signed in, with a signing key. */
export interface Member {
  readonly person: Person;
  readonly signer: SigningKey;
}

export async function member(trial: Trial, userId: string): Promise<Member> {
  return { person: await trial.signIn(userId), signer: await trial.signingKey(userId, 'member-signing') };
}

export function startOpening({ person: { client } }: Member, target: Target): Promise<OpeningAnswer> {
  return client.read(OpeningAnswer, client.post('/api/openings', { ...target }));
}

export function fetchOpening({ person: { client } }: Member, openingId: string): Promise<OpeningAnswer> {
  return client.read(OpeningAnswer, client.get(`/api/openings/${openingId}`));
}

/** Signs `content` and posts it as the one field of a step. */
export async function postStep(
  trial: Trial,
  { person: { client }, signer }: Member,
  step: { readonly openingId: string; readonly name: string; readonly field: string; readonly content: Json },
): Promise<OpeningAnswer> {
  const signed = await signedJson(signer, step.content, trial.now());
  const path = `/api/openings/${step.openingId}/${step.name}`;
  return client.read(OpeningAnswer, client.post(path, { [step.field]: signed }));
}

export async function postResult(
  trial: Trial,
  { person: { client }, signer }: Member,
  { openingId, content }: { readonly openingId: string; readonly content: Json },
): Promise<{ readonly results: readonly string[] }> {
  const result = await signedJson(signer, content, trial.now());
  return client.read(ResultAnswer, client.post(`/api/openings/${openingId}/results`, { result }));
}

export async function releaseContent(trial: Trial, { person }: Member, target: Target, openingId: string) {
  const { versiTender } = trial.server.context.packages.require(target.kdTender);
  return {
    format: 'segel-release-request/1',
    kdLpse: trial.server.context.config.kdLpse,
    ...target,
    versiTender,
    openingId,
    serverNonce: await trial.nonce(person),
  };
}

export async function requestRelease(trial: Trial, who: Member, target: Target, openingId: string) {
  const content = await releaseContent(trial, who, target, openingId);
  return postStep(trial, who, { openingId, name: 'release', field: 'request', content });
}

/** Content of the KMS's release, after its signature was checked. */
export function readRelease(trial: Trial, release: string | null): ReleasedHeaders {
  const { content, signers } = verifySignedData(Buffer.from(release ?? '', 'base64'));
  if (signers[0]?.certificate.sha256 !== trial.server.context.kms.signer.sha256) throw new Error('not by the KMS');
  return ReleasedHeaders.parse(parseCanonicalJson(content));
}

/** The inner manifest's CMS of a bid, opened with a released header; its digest is what the outer manifest commits to. */
export async function openInner(
  bid: SealedBid,
  { release, submissionId }: { readonly release: ReleasedHeaders; readonly submissionId: string },
  key: DecryptionKey,
): Promise<Buffer> {
  const objects = release.bids.find((candidate) => candidate.submissionId === submissionId)?.objects ?? [];
  const header = Buffer.from(objects.find(({ id }) => id === '0000')?.header ?? '', 'base64');
  const envelope = parseAuthEnveloped(header);
  const contentKey = await unwrapContentKey(envelope, key);
  const source = bytesSource(bid.bytes);
  const ciphertext = await readPart(source, (await readContainer(source)).entry(encName('0000')));
  const decipher = createDecipheriv('aes-256-gcm', contentKey, envelope.nonce, { authTagLength: 16 });
  decipher.setAuthTag(envelope.mac);
  return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
}

/** Encryption certificate of a leading computer, made for one session. */
export async function sessionKey(trial: Trial): Promise<{ key: DecryptionKey; certificate: Certificate }> {
  const { privateKey, publicKey } = await generateKeys();
  const subjectDer = encodeName([{ type: 'CN', value: 'Sesi pembukaan' }]);
  const certificate = parseCertificate(
    buildCertificate({
      serial: randomSerial(),
      issuerDer: subjectDer,
      subjectDer,
      notBefore: new Date(trial.now().getTime() - 60_000),
      notAfter: new Date(trial.now().getTime() + 86_400_000),
      publicKey,
      extensions: [keyUsage(['keyAgreement'])],
      signWith: { privateKey },
    }),
  );
  return { key: softwareDecryptionKey(privateKey, certificate), certificate };
}

export async function lead(trial: Trial, leader: Member, target: Target, openingId: string) {
  const session = await sessionKey(trial);
  const content = SessionStatement.parse({
    format: 'segel-session/1',
    ...target,
    openingId,
    sessionCertificate: session.certificate.der.toString('base64'),
  });
  const answer = await postStep(trial, leader, { openingId, name: 'session', field: 'session', content });
  return { ...session, answer };
}

export async function fetchDealing({ person: { client } }: Member, { kdTender, envelopeId }: Target): Promise<Dealing> {
  const path = `/api/packages/${kdTender}/envelopes/${envelopeId}/dealing`;
  const { dealing } = await client.read(DealingAnswer, client.get(path));
  return Dealing.parse(parseCanonicalJson(verifySignedData(Buffer.from(dealing, 'base64')).content));
}

/** The own share, opened locally and sealed to the session. */
export async function contributionContent(
  given: { readonly dealing: Dealing; readonly openingId: string; readonly session: Certificate },
  key: DecryptionKey,
): Promise<Record<string, string>> {
  const own = given.dealing.shares.find((share) => share.holderCertificateSha256 === key.certificate.sha256);
  const share = await openAttached(Buffer.from(own?.sealedShare ?? '', 'base64'), key);
  const sealedShare = sealAttached(share, [given.session]);
  return {
    format: 'segel-contribution/1',
    openingId: given.openingId,
    sessionCertificateSha256: given.session.sha256,
    holderCertificateSha256: key.certificate.sha256,
    shareSha256: sha256Hex(sealedShare),
    sealedShare: sealedShare.toString('base64'),
  };
}
