// UC-05 Load one package with its verified sealing policy: what belongs into it, until when, and who will be able to open it.
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import { shortName } from '../../crypto/x509/distinguished-name.ts';
import type { CheckReport } from '../domain/check-report.ts';
import type { OpeningRule, PackageView } from '../domain/package-view.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { RunOptions } from '../ports/call-options.ts';
import type { LogCalls, PackageCalls } from '../ports/lpse-gateway.ts';
import type { ProcurementPackage } from '../protocol/packages.ts';
import type { PolicyEnvelope, SealingPolicy } from '../protocol/policy.ts';
import { timeAt, type LpseConnection } from './connect-lpse.ts';
import { toPackageView } from './list-packages.ts';
import { loadIssuedPolicy } from './issued-policy.ts';
import type { LoadedPolicy, PolicyNeeds } from './load-policy.ts';
import { loadPolicyToSeal } from './used-quorums.ts';

export interface PackageNeeds extends PolicyNeeds {
  readonly lpse: Pick<PackageCalls, 'policy' | 'package'> & LogCalls;
}

export interface LoadedPackage {
  readonly view: PackageView;
  readonly package: ProcurementPackage;
  /** Null before a policy is published. */
  readonly policy: LoadedPolicy | null;
  /** Null before a policy is published. Sealing refuses unless it is `ok`. */
  readonly report: CheckReport | null;
  /** By envelope; empty unless the policy passed. */
  readonly openingRules: Readonly<Record<string, OpeningRule>>;
}

/**
 * A policy that fails its checks is shown, not thrown: sealing is what refuses it. Once nothing can be sealed any more it is judged as
 * of its issue, as the opening will judge it (app/decisions/0008): a key that died since then does not spoil the tender.
 * @throws package/not-found, network/*; after the deadline trust/policy-refused when the log does not have the policy, log/*
 */
export async function loadPackage(
  needs: PackageNeeds,
  input: { readonly connection: LpseConnection; readonly kdTender: string },
  options: RunOptions = {},
): Promise<LoadedPackage> {
  const { connection, kdTender } = input;
  const found = await needs.lpse.package(kdTender, options);
  const request = { connection, kdTender, versiTender: found.versi_tender };
  const now = timeAt(connection, needs.clock);
  const isOver = found.sampul.every(({ closesAt }) => new Date(closesAt) <= now);
  const policy = await ifPublished(() => (isOver ? loadIssuedPolicy : loadPolicyToSeal)(needs, request, options));
  return {
    view: toPackageView(found, now),
    package: found,
    policy,
    report: policy?.report ?? null,
    openingRules: policy?.policy ? openingRules(policy.policy) : {},
  };
}

function openingRules(policy: SealingPolicy): Record<string, OpeningRule> {
  return Object.fromEntries(policy.envelopes.map((envelope) => [envelope.envelopeId, openingRule(envelope)]));
}

/** How many keys it takes, by name. */
export function openingRule({ openers, signers }: PolicyEnvelope): OpeningRule {
  if (openers === null) return { kind: 'single-lock', officers: signers.map(holderName) };
  return openers.kind === 'members'
    ? { kind: 'members', members: openers.certificates.map(holderName) }
    : { kind: 'quorum', threshold: openers.threshold, holders: openers.holders.map(holderName) };
}

/** Who a certificate (DER, base64) is for, in one line. */
function holderName(base64: string): string {
  const { subject } = parseCertificate(Buffer.from(base64, 'base64'));
  return shortName(subject);
}

async function ifPublished<T>(load: () => Promise<T>): Promise<T | null> {
  try {
    return await load();
  } catch (error) {
    if (error instanceof CodedError && error.code === 'policy/not-published') return null;
    throw error;
  }
}
