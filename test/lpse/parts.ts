// Every service of the reference LPSE, made once, and the modules that put them on the wire.
import { parseVerifierKey } from '../../crypto/checkpoint.ts';
import { parseCrl } from '../../crypto/x509/crl.ts';
import { accessModule, createAccess } from './access/access.ts';
import { amsModule } from './ams/ams.ts';
import { createCertificateBook, type CertificateBook } from './ams/certificate-book.ts';
import { createEnrolments } from './ams/enrolments.ts';
import type { MovableClock } from './clock.ts';
import type { LpseConfig, LpseContext, LpseHooks } from './context.ts';
import type { Stores } from './database.ts';
import { discoveryModule } from './discovery.ts';
import type { LpseModule } from './http.ts';
import { createKms } from './kms/kms.ts';
import { logModule } from './log/log-routes.ts';
import { createLog } from './log/log-store.ts';
import { createOutbox } from './outbox.ts';
import { createDealingStore } from './packages/dealings.ts';
import { packageModule } from './packages/package-routes.ts';
import { createPackageStore } from './packages/package-store.ts';
import { createRedealingStore } from './packages/redealings.ts';
import { createPolicyService } from './packages/policies.ts';
import { createPolicyStore } from './packages/policy-store.ts';
import { createTsa, tsaModule } from './tsa/tsa.ts';
import { createAtRestCipher } from './trust/at-rest.ts';
import type { Authorities } from './trust/authorities.ts';
import { createCrlPublisher, type CrlTerms, type Span } from './trust/crl-publisher.ts';
import type { KeyFolder } from './trust/key-folder.ts';
import { createListArchive, type ListArchive } from './trust/list-archive.ts';

export interface PartNeeds {
  readonly config: LpseConfig;
  readonly stores: Stores;
  readonly clock: MovableClock;
  readonly span: Span;
  readonly folder: KeyFolder;
  readonly authorities: Authorities;
}

export async function createParts({ config, stores, clock, span, folder, authorities }: PartNeeds) {
  const atRest = createAtRestCipher(folder.secret('at-rest'));
  const lists: CrlTerms = { span, everyMs: config.listsEveryMs, now: () => clock.now() };
  let listArchive: ListArchive | null = null;
  const log = createLog(stores.log, {
    origin: `lpse-referensi.segel.invalid/${config.kdLpse}`,
    key: folder.ed25519('log'),
    onAppend: () => listArchive?.collect(),
  });
  const outbox = createOutbox(stores.lpse, { clock, dir: config.dir });
  const access = await createAccess({ config, store: stores.lpse, clock, atRest, lpseKey: authorities.lpse, outbox });
  const { accounts } = access;
  const ams = createCertificateBook({
    store: stores.ams,
    issuing: authorities.amsIssuing,
    root: authorities.roots.ams,
    accounts,
    clock,
    ...{ span, lists },
    until: config.certificatesUntil,
  });
  const tsa = createTsa(stores.tsa, { key: authorities.tsa, clock });
  const crls = rootCrls(authorities, lists, { ams, tsa });
  const kms = await createKms({
    store: stores.kms,
    kdLpse: config.kdLpse,
    now: () => clock.now(),
    crlUrl: `${config.baseUrl}/crl/kms.crl`,
    ...{ span, lists },
    trust: {
      lpseAnchors: [authorities.roots.lpse.certificate],
      amsAnchors: [ams.anchor],
      intermediates: () => ams.chain,
      crls: () => [...ams.crls(), crls['lpse-root']()].map((der) => parseCrl(der)),
    },
    log,
    logKey: parseVerifierKey(log.verifierKey),
  });
  const lpseCrls = () => [crls['lpse-root'](), crls['tsa-root']()];
  listArchive = createListArchive(stores.lpse, () => [...ams.crls(), ...lpseCrls(), kms.crl()]);
  const policies = createPolicyStore(stores.lpse);
  const packages = createPackageStore(stores.lpse, policies);
  const dealings = createDealingStore(stores.lpse);
  const hooks = createHooks();
  const shared = { config, clock, ams, kms, accounts, policies, dealings, packages, log, hooks };
  const policyService = createPolicyService({ ...shared, lpseKey: authorities.lpse });
  const context: LpseContext = {
    ...shared,
    stores,
    keys: {
      lpse: authorities.lpse,
      tsa: authorities.tsa,
      log: folder.ed25519('log'),
      anchors: anchorsOf(authorities),
      crls: lpseCrls,
      atRest,
    },
    ...{ tsa, listArchive },
    accessLog: access.accessLog,
    devices: access.devices,
    nonces: access.nonces,
    outbox,
  };
  const enrolments = createEnrolments(stores.ams, { ams, clock });
  const modules: LpseModule[] = [
    discoveryModule(context),
    logModule(log),
    accessModule(access),
    packageModule({ ...shared, policyService, nonces: access.nonces, redealings: createRedealingStore(stores.lpse) }),
    amsModule({
      ...shared,
      book: ams,
      enrolments,
      issuing: authorities.amsIssuing,
      ocspResponder: authorities.ocspResponder,
      accessLog: access.accessLog,
      crls: { ...crls, kms: () => kms.crl() },
    }),
    tsaModule(tsa),
  ];
  return { context, access, packages, policyService, dealings, modules };
}

function rootCrls(
  { roots }: Authorities,
  lists: CrlTerms,
  { ams, tsa }: { readonly ams: CertificateBook; readonly tsa: LpseContext['tsa'] },
) {
  return {
    'tls-root': createCrlPublisher(roots.tls, lists),
    'lpse-root': createCrlPublisher(roots.lpse, lists),
    'tsa-root': createCrlPublisher(roots.tsa, lists, () => tsa.revoked()),
    'ams-root': ams.rootCrl,
    'ams-issuing': ams.issuingCrl,
  };
}

function anchorsOf({ roots }: Authorities): LpseContext['keys']['anchors'] {
  return {
    tls: roots.tls.certificate,
    lpse: roots.lpse.certificate,
    ams: roots.ams.certificate,
    tsa: roots.tsa.certificate,
  };
}

function createHooks(): LpseHooks {
  return {
    submissionCount: () => 0,
    livePolicies: () => [],
    beforeRequest: () => Promise.resolve(),
    setFaults: () => ({}),
    clockMoved: () => Promise.resolve(),
  };
}
