// Name constraints (RFC 5280 4.2.1.10, 6.1.3 (b)(c), 6.1.4 (g)): which names the certificates below a CA may carry.
// What cannot be compared counts as outside every permitted and inside every excluded subtree.
import { OID } from '../asn1/oid.ts';
import type { Certificate } from './certificate.ts';
import { isWithin } from './distinguished-name.ts';
import type { GeneralName } from './general-name.ts';
import type { PathBudget } from './path-budget.ts';

/** Permitted and excluded subtrees gathered from the anchor downwards. */
export class NameConstraintState {
  /** One list per CA: a name must satisfy each of them. */
  readonly #permitted: (readonly GeneralName[])[] = [];
  readonly #excluded: GeneralName[] = [];
  readonly #budget: PathBudget;

  constructor(budget: PathBudget) {
    this.#budget = budget;
  }

  /** 6.1.4 (g) */
  add(ca: Certificate): void {
    if (ca.nameConstraints === null) return;
    this.#permitted.push(ca.nameConstraints.permitted);
    this.#excluded.push(...ca.nameConstraints.excluded);
  }

  /** 6.1.3 (b)(c): why the certificate's names violate the constraints so far, or null. */
  violation(certificate: Certificate): string | null {
    if (this.#permitted.length === 0) return null;
    for (const name of constrainedNames(certificate)) {
      if (this.#excluded.some((base) => isSameForm(name, base) && this.#compare(name, base) !== 'outside')) {
        return `${name.kind} name in an excluded subtree`;
      }
      for (const list of this.#permitted) {
        const bases = list.filter((base) => isSameForm(name, base));
        if (bases.length > 0 && !bases.some((base) => this.#compare(name, base) === 'inside')) {
          return `${name.kind} name outside the permitted subtrees`;
        }
      }
    }
    return null;
  }

  #compare(name: GeneralName, base: GeneralName): Relation {
    this.#budget.spend('nameComparisons');
    return relation(name, base);
  }
}

type Relation = 'inside' | 'outside' | 'unknown';

/** The subject, the alternative names, and email addresses in the subject (4.2.1.10). */
function constrainedNames(certificate: Certificate): GeneralName[] {
  const { subject, subjectAltNames } = certificate;
  const emails = subject.rdns.flat().filter(({ oid }) => oid === OID.emailAddress);
  return [
    ...(subject.rdns.length === 0 ? [] : [{ kind: 'directory', value: subject } as const]),
    ...subjectAltNames,
    ...emails.map(({ value }) => ({ kind: 'email', value }) as const),
  ];
}

function isSameForm(name: GeneralName, base: GeneralName): boolean {
  return name.kind === base.kind && (name.kind !== 'opaque' || base.kind !== 'opaque' || name.tag === base.tag);
}

function relation(name: GeneralName, base: GeneralName): Relation {
  if (name.kind === 'directory' && base.kind === 'directory') return toRelation(isWithin(name.value, base.value));
  if (name.kind === 'dns' && base.kind === 'dns') return dnsRelation(name.value, base.value);
  if (name.kind === 'email' && base.kind === 'email') return emailRelation(name.value, base.value);
  if (name.kind === 'uri' && base.kind === 'uri') return uriRelation(name.value, base.value);
  if (name.kind === 'ip' && base.kind === 'ip') return ipRelation(name.value, base.value);
  return 'unknown';
}

const HOST = /^(?!-)[a-z0-9_-]+(?:\.(?!-)[a-z0-9_-]+)*$/;

/** Labels may be added on the left. A wildcard stands for names that are partly inside: unknown unless its parent is inside. */
function dnsRelation(name: string, base: string): Relation {
  const [host, domain] = [name.toLowerCase(), base.toLowerCase()];
  if (domain === '') return 'inside';
  const wildcard = host.startsWith('*.');
  const parent = wildcard ? host.slice(2) : host;
  if (!HOST.test(parent) || !HOST.test(domain)) return 'unknown';
  if (parent === domain || parent.endsWith(`.${domain}`)) return 'inside';
  return wildcard && domain.endsWith(`.${parent}`) ? 'unknown' : 'outside';
}

/** Base: one mailbox, all mailboxes of a host, or (leading dot) of all hosts in a domain. */
function emailRelation(name: string, base: string): Relation {
  const [local, host, ...rest] = name.split('@');
  if (!local || host === undefined || rest.length > 0 || !HOST.test(host.toLowerCase())) return 'unknown';
  const at = base.lastIndexOf('@');
  if (at < 0) return hostRelation(host.toLowerCase(), base.toLowerCase());
  if (base.slice(at + 1).toLowerCase() !== host.toLowerCase()) return 'outside';
  if (base.slice(0, at) === local) return 'inside';
  // Local parts are case-sensitive by RFC 5321, and in practice they are not.
  return base.slice(0, at).toLowerCase() === local.toLowerCase() ? 'unknown' : 'outside';
}

/** Applies to the host of the authority; a URI without a host name must be refused. */
function uriRelation(name: string, base: string): Relation {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(name)?.[1];
  const host = authority?.replace(/^.*@/, '').replace(/:\d*$/, '').toLowerCase();
  if (host === undefined || !HOST.test(host) || /^[\d.]+$/.test(host)) return 'unknown';
  return hostRelation(host, base.toLowerCase());
}

/** One host, or with a leading dot every host below it (and not the domain itself). */
function hostRelation(host: string, base: string): Relation {
  if (base === '') return 'inside';
  if (!HOST.test(base.replace(/^\./, ''))) return 'unknown';
  return toRelation(base.startsWith('.') ? host.endsWith(base) : host === base);
}

/** Base: address and mask, of the same family; a mask with holes is not one (RFC 4632 5.1). */
function ipRelation(name: Uint8Array, base: Uint8Array): Relation {
  const size = base.length / 2;
  if ((size !== 4 && size !== 16) || (name.length !== 4 && name.length !== 16)) return 'unknown';
  const mask = base.subarray(size);
  const bits = [...mask].map((octet) => octet.toString(2).padStart(8, '0')).join('');
  if (!/^1*0*$/.test(bits)) return 'unknown';
  if (size !== name.length) return 'outside';
  return toRelation(name.every((octet, i) => ((octet ^ (base[i] ?? 0)) & (mask[i] ?? 0)) === 0));
}

function toRelation(inside: boolean): Relation {
  return inside ? 'inside' : 'outside';
}
