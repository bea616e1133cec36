// The jobs of the envelope thread, each from data to data: opens files, runs `crypto/seal`, leaves nothing half-made.
import { basename } from 'node:path';
import type { InspectedSealed, OpenOutcome, SealOutcome, VerifiedSealed } from '../../app/ports/sealer.ts';
import type { VerifiedSignedData } from '../../crypto/cms/verify-signature.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { timestampedTail } from '../../crypto/seal/add-timestamp.ts';
import { digestBytes } from '../../crypto/seal/envelope-digests.ts';
import { examineEnvelope } from '../../crypto/seal/examine-envelope.ts';
import { inspectEnvelope } from '../../crypto/seal/inspect-envelope.ts';
import type { ByteRun, ByteSource, JobControl, NamedSink, Workspace } from '../../crypto/seal/io.ts';
import { openEnvelope, type OpenResult } from '../../crypto/seal/open-envelope.ts';
import { runsSource } from '../../crypto/seal/runs-source.ts';
import { sealEnvelope, type SealJob } from '../../crypto/seal/seal-envelope.ts';
import { verifyEnvelope } from '../../crypto/seal/verify-envelope.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import { nameText } from '../../crypto/x509/distinguished-name.ts';
import { createFileSink, openFileSource, replaceFileTail, type FileSource } from '../adapters/file-io.ts';
import { OPENED_NAME_BYTES, OpenedFiles } from '../adapters/opened-files.ts';
import type {
  Callbacks,
  DigestOrder,
  DigestReply,
  ExamineOrder,
  ExamineReply,
  InspectOrder,
  OpenOrder,
  SealOrder,
  TimestampOrder,
  VerifyOrder,
} from './envelope-protocol.ts';

/** What a job works with. */
export interface JobTools {
  readonly workspace: Workspace;
  readonly control: JobControl;
  readonly callbacks: Callbacks;
}

export async function runSeal(order: SealOrder, tools: JobTools): Promise<SealOutcome> {
  const { workspace, control } = tools;
  const sink = await createFileSink(order.outPath);
  const sources: FileSource[] = [];
  try {
    for (const { path } of order.documents) sources.push(await openFileSource(path));
    const result = await sealEnvelope(envelopeJob(order, sources, tools.callbacks), { sink, workspace, control });
    await sink.commit();
    const { sizeBytes, manifestSha256 } = result;
    const documents = result.documents.map(({ name, size, sha256 }) => ({ name, sizeBytes: size, sha256 }));
    return { sizeBytes, manifestSha256, documents };
  } catch (error) {
    await sink.abort();
    throw error;
  } finally {
    await Promise.all(sources.map((source) => source.close()));
  }
}

/** Whether this envelope carries a price is the policy's word, which the caller compared with the letter. */
function envelopeJob(order: SealOrder, sources: readonly FileSource[], callbacks: Callbacks): SealJob {
  const { context, mode, padding, evidence, letter, signer } = order;
  const documents = sources.flatMap((source, i) => {
    const document = order.documents[i];
    return document === undefined ? [] : [{ ...document, source }];
  });
  return {
    ...{ context, purpose: 'bid', mode, padding, evidence, documents, carriesPrice: letter !== null },
    ...(letter === null ? {} : { bidLetter: letter }),
    recipients: order.recipients.map(parseCertificate),
    packageCertificate: parseCertificate(order.packageCertificate),
    signer: {
      certificate: parseCertificate(signer.certificate),
      chain: signer.chain.map(parseCertificate),
      sign: async (data) => Buffer.from(await callbacks.sign(data)),
    },
    timestamp: async (sha256) => {
      const response = await callbacks.timestamp(sha256);
      return response.length === 0 ? null : response;
    },
  };
}

export function runVerify({ path }: VerifyOrder, { workspace, control }: JobTools): Promise<VerifiedSealed> {
  return withSource(path, async (source) => {
    const { purpose } = await inspectEnvelope(source);
    const report = await verifyEnvelope({ source, workspace, control, purpose, packageCertificate: null });
    const { sizeBytes, sealedSha256, manifestSha256, signatureSha256, mode, manifest, signed } = report;
    const { certificate, signingTime } = onlySigner(signed);
    return {
      ...{ sizeBytes, sealedSha256, manifestSha256, signatureSha256, mode, manifest, signingTime, crls: signed.crls },
      signer: certificate.der,
      certificates: signed.certificates.filter(({ sha256 }) => sha256 !== certificate.sha256).map(({ der }) => der),
      signature: report.signatureDer,
      timestamp: report.timestampDer,
      evidence: report.evidenceDer,
      fileState: source.state,
    };
  });
}

export function runExamine({ path, runs }: ExamineOrder, tools: JobTools): Promise<ExamineReply> {
  const { workspace, control } = tools;
  return withSource(path, async (file) => {
    const { sealedSha256, sealedCrc32, found } = await examineEnvelope(runsSource(file, runs), { workspace, control });
    return {
      // One that is cut into pieces is longer than 1 GiB: its pieces have digests of their own.
      runs: runs.length === 1 ? [{ sha256: sealedSha256, crc32: sealedCrc32 }] : await digestEach(file, runs, tools),
      sealed:
        found instanceof Error
          ? { code: found.code }
          : { sealedSha256, manifestSha256: found.manifestSha256, signatureSha256: found.signatureSha256 },
    };
  });
}

export function runDigest({ path, runs }: DigestOrder, tools: JobTools): Promise<DigestReply> {
  return withSource(path, async (file) => {
    const each = await digestEach(file, runs, tools);
    const [only] = each;
    const whole = each.length === 1 && only !== undefined ? only : await digestBytes(runsSource(file, runs), tools);
    return { runs: each, sha256: whole.sha256 };
  });
}

async function digestEach(file: ByteSource, runs: readonly ByteRun[], tools: JobTools): Promise<DigestReply['runs']> {
  const found = [];
  for (const run of runs) found.push(await digestBytes(runsSource(file, [run]), tools));
  return found;
}

export function runInspect({ path }: InspectOrder): Promise<InspectedSealed> {
  return withSource(path, async (source) => {
    const { sizeBytes, mode, manifest, signed, timestampDer, entries } = await inspectEnvelope(source);
    const { certificate, signingTime } = onlySigner(signed);
    return {
      ...{ sizeBytes, mode, manifest, signingTime, entries },
      signerSubject: nameText(certificate.subject),
      signerSha256: certificate.sha256,
      hasTimestamp: timestampDer !== null,
    };
  });
}

export async function runTimestamp({ path, response }: TimestampOrder): Promise<null> {
  const tail = await withSource(path, (source) => timestampedTail(source, response));
  await replaceFileTail(path, tail);
  return null;
}

export function runOpen(order: OpenOrder, { workspace, control, callbacks }: JobTools): Promise<OpenOutcome> {
  const { outDir, carriesPrice, expected } = order;
  const files = outDir === null ? null : new OpenedFiles(outDir);
  return withSource(order.path, async (source) => {
    const result = await openEnvelope({
      ...{ source, workspace, control },
      expected: {
        ...{ purpose: order.rehearsal ? 'rehearsal' : 'bid', context: {}, carriesPrice, receipt: expected },
        recipients: order.recipients.map(parseCertificate),
        packageCertificate: null,
      },
      key: {
        certificate: parseCertificate(order.keyCertificate),
        decryptOaep: async (ciphertext) => Buffer.from(await callbacks.decryptOaep(ciphertext)),
        agree: async (point) => Buffer.from(await callbacks.agree(point)),
      },
      intact: expected !== null && order.provenState === source.state,
      releasedHeaders: new Map(order.headers.map(({ id, header }) => [id, header])),
      maxNameBytes: OPENED_NAME_BYTES,
      createSink: (name, document) => files?.createSink(name, document) ?? Promise.resolve(DISCARD),
    });
    const { inner, innerSha256, innerSignature } = result;
    return { inner, innerSha256, innerSignature, documents: documentLines(result, files) };
  });
}

/** Opened and failed ones in the order of the manifest. */
function documentLines({ inner, opened, failed }: OpenResult, files: OpenedFiles | null): OpenOutcome['documents'] {
  const names = new Map(opened.map(({ document, savedAs }) => [document, savedAs]));
  const failures = new Map(failed.map(({ document, failure }) => [document, failure]));
  return inner.documents.map((document) => {
    const { name, originalName, slot, size, sha256 } = document;
    const path = files?.pathOf(document) ?? null;
    const failure = failures.get(document) ?? null;
    const savedAs = path === null ? names.get(document) : basename(path);
    return { name: savedAs ?? name, originalName, slot, sizeBytes: size, sha256, path, failure };
  });
}

function onlySigner({ signers }: VerifiedSignedData) {
  const [signer] = signers;
  if (signer === undefined) throw new CryptoError('signature/malformed', 'no signer');
  return signer;
}

/** Opens and checks without keeping anything. */
const DISCARD: NamedSink = {
  write: () => Promise.resolve(),
  patch: () => Promise.resolve(),
  sync: () => Promise.resolve(),
  commit: () => Promise.resolve(),
  abort: () => Promise.resolve(),
};

async function withSource<T>(path: string, use: (source: FileSource) => Promise<T>): Promise<T> {
  const source = await openFileSource(path);
  try {
    return await use(source);
  } finally {
    await source.close();
  }
}
