// The connection test: every step from this computer to the LPSE, in order, each with what was found. A step that means nothing
// because an earlier one failed is listed as not made.
import type { z } from 'zod';
import type { ConnectionFinding } from '../../app/contract/lpse.ts';
import { isWorrying } from '../../app/domain/server-time.ts';
import type { ProblemDetails } from '../../app/errors/coded-error.ts';
import type { ErrorCode } from '../../app/errors/catalogue.ts';
import type { LpseTrust } from '../../app/ports/trust-store.ts';
import { codedFailure } from '../../app/policy/run-check.ts';
import { measureServerTime } from '../../app/usecases/server-time.ts';
import { verifyLog } from '../../app/usecases/verify-log.ts';
import { firstFailure } from '../../app/domain/check-report.ts';
import { endpointOf, probeName, probeTcp, probeTls, type Endpoint, type TlsFacts } from '../adapters/network-probe.ts';
import { composeLpse, composeStranger, type Installation, type LpseNeeds } from '../compose.ts';
import { Scope } from './scope.ts';

type Finding = z.infer<typeof ConnectionFinding>;
type Id = Finding['id'];

/** Warned about this long before the TLS certificate ends. */
const EXPIRES_SOON_MS = 14 * 86_400_000;
const SLOW_MS = 1000;
const LATENCY_SAMPLES = 5;

export async function testConnection(
  installation: Installation,
  baseUrl: string,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const scope = new Scope();
  try {
    return await new ConnectionTest(scope.of(installation), baseUrl.replace(/\/$/, ''), signal).run();
  } finally {
    await scope.close();
  }
}

class ConnectionTest {
  readonly #installation: Installation;
  readonly #baseUrl: string;
  readonly #signal: AbortSignal;
  readonly #findings: Finding[] = [];

  constructor(installation: Installation, baseUrl: string, signal: AbortSignal) {
    this.#installation = installation;
    this.#baseUrl = baseUrl;
    this.#signal = signal;
  }

  async run(): Promise<readonly Finding[]> {
    const trust = await this.#installation.trust.forUrl(this.#baseUrl);
    const tlsAnchors = trust === null ? null : await this.#installation.trust.tlsAnchors(trust.kdLpse);
    const proxied = await this.#proxy();
    if (proxied) this.#notMade('name', 'tcp', 'tls', 'certificate');
    else if (!(await this.#wire(tlsAnchors))) {
      this.#notMade('discovery', 'clock', 'log', 'latency');
      return this.#findings;
    }
    const discovered = await this.#step('discovery', () => this.#discover(trust, tlsAnchors));
    if (!discovered || trust === null) {
      this.#notMade('clock', 'log', 'latency');
      return this.#findings;
    }
    const needs = await composeLpse(this.#installation, trust);
    await this.#step('clock', () => this.#clock(needs, trust));
    await this.#step('log', () => this.#log(needs, trust));
    await this.#step('latency', () => this.#latency(needs));
    return this.#findings;
  }

  /** True when requests go through one: then the steps on the wire are the proxy's, not ours. */
  async #proxy(): Promise<boolean> {
    const { proxyUrl } = this.#installation.chosen;
    const ignored = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'].some((name) => process.env[name]);
    if (proxyUrl === null) {
      // The environment's proxies are never used by themselves; where the way out leads through one, this is why it fails.
      this.#add('proxy', {
        facts: { configured: false, environment: ignored },
        outcome: ignored ? 'warning' : 'passed',
      });
      return false;
    }
    const { host, port } = endpointOf(proxyUrl);
    await this.#step('proxy', async () => {
      const ms = await probeTcp({ host, port }, this.#signal);
      return { facts: { configured: true, host, port, ms: Math.round(ms) } };
    });
    return true;
  }

  async #wire(tlsAnchors: string | null): Promise<boolean> {
    const endpoint = endpointOf(this.#baseUrl);
    const named = await this.#step('name', async () => {
      const addresses = await probeName(endpoint);
      return { facts: { host: endpoint.host, addresses: addresses.join(', ') } };
    });
    if (!named) {
      this.#notMade('tcp', 'tls', 'certificate');
      return false;
    }
    const reached = await this.#step('tcp', async () => {
      const ms = await probeTcp(endpoint, this.#signal);
      return { facts: { port: endpoint.port, ms: Math.round(ms) } };
    });
    if (!reached) {
      this.#notMade('tls', 'certificate');
      return false;
    }
    return this.#tls(endpoint, tlsAnchors);
  }

  async #tls(endpoint: Endpoint, tlsAnchors: string | null): Promise<boolean> {
    const certificates: Found[] = [];
    const secured = await this.#step('tls', async () => {
      const { protocol, cipher, ...about } = await probeTls(endpoint, tlsAnchors, this.#signal);
      certificates.push(certificateFound(about));
      return { facts: { protocol, cipher, anchors: tlsAnchors === null ? 'system' : 'operator' } };
    });
    const [certificate] = certificates;
    if (certificate === undefined) this.#notMade('certificate');
    else this.#add('certificate', certificate);
    return secured;
  }

  async #discover(trust: LpseTrust | null, tlsAnchors: string | null): Promise<Found> {
    const stranger = composeStranger(this.#installation, { baseUrl: this.#baseUrl, tlsAnchors });
    const { name, kdLpse, minimumClientVersion } = await stranger.discover({ signal: this.#signal });
    const facts = { name, kdLpse, minimumClientVersion, pinned: trust !== null };
    if (trust === null) return { outcome: 'warning', code: 'trust/not-pinned', facts };
    return trust.kdLpse === kdLpse ? { facts } : { outcome: 'failed', code: 'proof/wrong-lpse', facts };
  }

  async #clock(needs: LpseNeeds, trust: LpseTrust): Promise<Found> {
    const offset = await measureServerTime(needs, trust, { signal: this.#signal });
    const facts = { offsetMs: offset.offsetMs, uncertaintyMs: offset.uncertaintyMs };
    return isWorrying(offset) ? { outcome: 'warning', code: 'time/clock-differs', facts } : { facts };
  }

  async #log(needs: LpseNeeds, trust: LpseTrust): Promise<Found> {
    const { report, checkpoint } = await verifyLog(needs, { trust }, { signal: this.#signal });
    const failure = firstFailure(report);
    if (failure !== null) return { outcome: 'failed', code: failure.code, facts: failure.facts };
    return { facts: { size: checkpoint?.size ?? 0, origin: checkpoint?.origin ?? '' } };
  }

  async #latency(needs: LpseNeeds): Promise<Found> {
    const samples: number[] = [];
    for (let n = 0; n < LATENCY_SAMPLES; n++) {
      const start = performance.now();
      await needs.lpse.checkpoint({ signal: this.#signal });
      samples.push(performance.now() - start);
    }
    samples.sort((a, b) => a - b);
    const medianMs = Math.round(samples[Math.floor(samples.length / 2)] ?? 0);
    const facts = { medianMs, worstMs: Math.round(samples.at(-1) ?? 0), samples: samples.length };
    return medianMs > SLOW_MS ? { outcome: 'warning', facts } : { facts };
  }

  /** False when it failed. */
  async #step(id: Id, work: () => Promise<Found>): Promise<boolean> {
    try {
      const found = await work();
      this.#add(id, found);
      return found.outcome !== 'failed';
    } catch (error) {
      if (this.#signal.aborted) throw error;
      const { code, details } = codedFailure(error);
      this.#add(id, { outcome: 'failed', code, facts: details });
      return false;
    }
  }

  #notMade(...ids: readonly Id[]): void {
    for (const id of ids) this.#findings.push({ id, outcome: 'not-made', code: null, facts: {} });
  }

  #add(id: Id, { outcome = 'passed', code, facts }: Found): void {
    this.#findings.push({ id, outcome, code: code ?? null, facts: { ...facts } });
  }
}

interface Found {
  readonly outcome?: Finding['outcome'];
  readonly code?: ErrorCode;
  readonly facts: ProblemDetails;
}

function certificateFound({ subject, issuer, sha256, notAfter }: Omit<TlsFacts, 'protocol' | 'cipher'>): Found {
  const facts = { subject, issuer, sha256, notAfter: notAfter.toISOString() };
  return notAfter.getTime() - Date.now() < EXPIRES_SOON_MS ? { outcome: 'warning', facts } : { facts };
}
