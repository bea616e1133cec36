// Certificate policies (RFC 5280 6.1.2 - 6.1.5 with the policy graph of RFC 9618, which cannot grow exponentially).
import { OID } from '../asn1/oid.ts';
import { isSelfIssued, type Certificate } from './certificate.ts';

/** Inputs (c), (e), (f), (g) of RFC 5280 6.1.1. */
export interface PolicyInputs {
  /** Acceptable policy OIDs; absent or containing anyPolicy: all. */
  readonly acceptable?: readonly string[];
  readonly requireExplicitPolicy?: boolean;
  readonly inhibitPolicyMapping?: boolean;
  readonly inhibitAnyPolicy?: boolean;
}

interface PolicyNode {
  readonly policy: string;
  expected: ReadonlySet<string>;
  readonly parents: ReadonlySet<PolicyNode>;
}

/** Nodes of one depth, by valid_policy: RFC 9618 keeps one node per policy and depth. */
type Level = Map<string, PolicyNode>;

/** Per certificate; real ones carry a handful. */
const MAX_POLICIES = 100;

/** Runs along a path from the certificate below the anchor to the leaf. */
export class PolicyState {
  readonly #acceptable: readonly string[];
  readonly #length: number;
  /** Depth 0 first; null once no policy is valid any more. */
  #graph: Level[] | null = [
    new Map([[OID.anyPolicy, { policy: OID.anyPolicy, expected: new Set([OID.anyPolicy]), parents: new Set() }]]),
  ];
  #explicitPolicy: number;
  #policyMapping: number;
  #inhibitAnyPolicy: number;

  /** `length` is n of RFC 5280: the certificates of the path without the anchor. */
  constructor(inputs: PolicyInputs, length: number) {
    this.#acceptable = inputs.acceptable ?? [OID.anyPolicy];
    this.#length = length;
    this.#explicitPolicy = inputs.requireExplicitPolicy === true ? 0 : length + 1;
    this.#policyMapping = inputs.inhibitPolicyMapping === true ? 0 : length + 1;
    this.#inhibitAnyPolicy = inputs.inhibitAnyPolicy === true ? 0 : length + 1;
  }

  /** Processes certificate `i` (1..n). Returns the violated clause, or null. */
  process(certificate: Certificate, i: number): string | null {
    const { certificatePolicies, policyMappings } = certificate;
    if ((certificatePolicies?.length ?? 0) > MAX_POLICIES || policyMappings.length > MAX_POLICIES) return '6.1.3 (d)';
    this.#addPolicies(certificate, i);
    if (this.#graph === null && this.#explicitPolicy <= 0) return '6.1.3 (f)';
    return i < this.#length ? this.#prepareNext(certificate, i) : this.#wrapUp(certificate);
  }

  /** 6.1.3 (d) and (e) */
  #addPolicies(certificate: Certificate, i: number): void {
    const above = this.#graph?.[i - 1];
    if (this.#graph === null || above === undefined) return;
    if (certificate.certificatePolicies === null) {
      this.#graph = null;
      return;
    }
    const level: Level = new Map();
    this.#graph[i] = level;
    for (const policy of certificate.certificatePolicies) {
      if (policy === OID.anyPolicy) continue;
      const matching = [...above.values()].filter((node) => node.expected.has(policy));
      const any = above.get(OID.anyPolicy);
      const parents = matching.length > 0 ? matching : any === undefined ? [] : [any];
      if (parents.length > 0) addNode(level, policy, parents);
    }
    const anyAllowed = this.#inhibitAnyPolicy > 0 || (i < this.#length && isSelfIssued(certificate));
    if (certificate.certificatePolicies.includes(OID.anyPolicy) && anyAllowed) inheritExpected(level, above);
    this.#prune(i);
  }

  /** 6.1.4 (a), (b), (h) - (j) */
  #prepareNext(certificate: Certificate, i: number): string | null {
    const mappings = certificate.policyMappings;
    if (mappings.some((m) => m.issuerDomain === OID.anyPolicy || m.subjectDomain === OID.anyPolicy)) return '6.1.4 (a)';
    for (const policy of new Set(mappings.map((mapping) => mapping.issuerDomain))) {
      const group = mappings.filter((mapping) => mapping.issuerDomain === policy);
      this.#map(policy, new Set(group.map((mapping) => mapping.subjectDomain)), i);
    }
    if (!isSelfIssued(certificate)) {
      this.#explicitPolicy = Math.max(0, this.#explicitPolicy - 1);
      this.#policyMapping = Math.max(0, this.#policyMapping - 1);
      this.#inhibitAnyPolicy = Math.max(0, this.#inhibitAnyPolicy - 1);
    }
    const { policyConstraints, inhibitAnyPolicy } = certificate;
    this.#explicitPolicy = Math.min(this.#explicitPolicy, policyConstraints?.requireExplicitPolicy ?? Infinity);
    this.#policyMapping = Math.min(this.#policyMapping, policyConstraints?.inhibitPolicyMapping ?? Infinity);
    this.#inhibitAnyPolicy = Math.min(this.#inhibitAnyPolicy, inhibitAnyPolicy ?? Infinity);
    return null;
  }

  /** 6.1.4 (b) for one policy of the issuer's domain. */
  #map(policy: string, subjectPolicies: ReadonlySet<string>, i: number): void {
    const level = this.#graph?.[i];
    if (level === undefined) return;
    const node = level.get(policy);
    if (this.#policyMapping <= 0) {
      level.delete(policy);
      this.#prune(i);
      return;
    }
    const any = level.get(OID.anyPolicy);
    if (node !== undefined) node.expected = subjectPolicies;
    else if (any !== undefined) level.set(policy, { policy, expected: subjectPolicies, parents: any.parents });
  }

  /** 6.1.5 (a), (b), (g) and the closing condition */
  #wrapUp(certificate: Certificate): string | null {
    this.#explicitPolicy = Math.max(0, this.#explicitPolicy - 1);
    if (certificate.policyConstraints?.requireExplicitPolicy === 0) this.#explicitPolicy = 0;
    return this.#explicitPolicy > 0 || this.#hasAcceptablePolicy() ? null : '6.1.5 (g)';
  }

  /** RFC 9618 6.1.5 (g): is the user-constrained policy set non-empty? */
  #hasAcceptablePolicy(): boolean {
    if (this.#graph === null) return false;
    if (this.#acceptable.includes(OID.anyPolicy)) return true;
    if (this.#graph[this.#length]?.has(OID.anyPolicy) === true) return this.#acceptable.length > 0;
    const underAny = this.#graph
      .flatMap((level) => [...level.values()])
      .filter((node) => [...node.parents].some((parent) => parent.policy === OID.anyPolicy));
    return underAny.some((node) => this.#acceptable.includes(node.policy));
  }

  /** 6.1.3 (d)(3): removes nodes above depth `i` that lost their last child; an empty depth `i` ends the graph. */
  #prune(i: number): void {
    const graph = this.#graph;
    if (graph === null) return;
    for (let depth = i - 1; depth >= 0; depth--) {
      const living = new Set([...(graph[depth + 1]?.values() ?? [])].flatMap((node) => [...node.parents]));
      const level = graph[depth] ?? new Map<string, PolicyNode>();
      for (const node of [...level.values()]) if (!living.has(node)) level.delete(node.policy);
    }
    if (graph[i]?.size === 0) this.#graph = null;
  }
}

/** 6.1.3 (d)(2): anyPolicy keeps every expected policy that the certificate did not name itself. */
function inheritExpected(level: Level, above: Level): void {
  for (const policy of new Set([...above.values()].flatMap((node) => [...node.expected]))) {
    if (level.has(policy)) continue;
    addNode(
      level,
      policy,
      [...above.values()].filter((node) => node.expected.has(policy)),
    );
  }
}

function addNode(level: Level, policy: string, parents: readonly PolicyNode[]): void {
  level.set(policy, { policy, expected: new Set([policy]), parents: new Set(parents) });
}
