// Answers `lpse.*`: whom this computer believes, the connection and its test, the demo's server.
import { CodedError } from '../../app/errors/coded-error.ts';
import { nameText } from '../../crypto/x509/distinguished-name.ts';
import type { LpseTrust } from '../../app/ports/trust-store.ts';
import { parseVerifierKey, verifyCheckpoint } from '../../crypto/checkpoint.ts';
import {
  ANCHOR_ROLES,
  publishedAnchors,
  readOperatorAnchors,
  type OperatorAnchors,
} from '../adapters/operator-anchors.ts';
import { composeLpse, composeStranger, type Installation } from '../compose.ts';
import type { AreaHandlers } from './area.ts';
import { toConnectionView } from './connection-view.ts';
import { testConnection } from './connection-test.ts';
import { Handles } from './handles.ts';

import type { Program } from './program.ts';
import { Scope } from './scope.ts';

/** As long as a person may take to compare fingerprints. */
const TICKET_LIFETIME_MS = 30 * 60_000;

export function lpseHandlers(program: Program): AreaHandlers<'lpse'> {
  const { installation, lpse, demo, files } = program;
  const tickets = new Handles<OperatorAnchors>({ lifetimeMs: TICKET_LIFETIME_MS });

  return {
    'lpse.list': async () => {
      const current = await lpse.current();
      const pinned = await installation.trust.list();
      return {
        known: pinned.map(({ baseUrl, name, kdLpse }) => ({
          ...{ baseUrl, name, kdLpse },
          current: kdLpse === current?.trust.kdLpse,
        })),
        demoAvailable: demo.available,
      };
    },

    'lpse.look': async (input, caller) => {
      const baseUrl = requireHttps(input.baseUrl);
      const given =
        input.anchors === null ? null : await readOperatorAnchors(files.resolve(input.anchors, caller).path);
      const looked = await lookAt(program, { baseUrl, given }, caller.signal);
      const { trust } = looked;
      return {
        ...{ baseUrl: trust.baseUrl, name: trust.name, kdLpse: trust.kdLpse },
        anchors: ANCHOR_ROLES.flatMap((role) =>
          trust[role].map(({ subject, sha256, notAfter }) => ({
            ...{ role, sha256, subject: nameText(subject), notAfter: notAfter.toISOString() },
          })),
        ),
        ticket: tickets.issue(looked, caller),
      };
    },

    'lpse.add': async ({ ticket }, caller) => {
      await pin(program, tickets.resolve(ticket, caller));
      return null;
    },

    'lpse.use': async ({ baseUrl }) => {
      const before = await lpse.current();
      // Work under way talks to the LPSE that is left.
      if (before !== null && before.trust.baseUrl !== baseUrl) await program.jobs.stopAll();
      const { trust } = await lpse.use(baseUrl);
      // An account belongs to one LPSE: choosing another one logs nobody in there and leaves nobody in use.
      const profile = await installation.profiles.current();
      if (profile !== null && profile.kdLpse !== trust.kdLpse) await program.account.leave();
      return toConnectionView(await lpse.connect());
    },

    'lpse.connect': async () => toConnectionView(await lpse.connect()),

    'lpse.test': async ({ baseUrl }, { signal }) => ({
      findings: [...(await testConnection(installation, requireHttps(baseUrl), signal))],
    }),

    'lpse.uplink': async () => {
      const { trust } = await lpse.require();
      return installation.uplink.read(trust.kdLpse);
    },

    'lpse.startDemo': async (_, caller) => {
      // The demo may put an earlier one's profiles aside: none of them may be open then.
      if (!demo.running) await program.account.close();
      const started = await demo.start();
      const { baseUrl, password, accounts, identities } = started;
      await pin(program, await requireNoOther(program, await readOperatorAnchors(started.trustDir)));
      return {
        baseUrl,
        accounts: accounts.map(({ userType, userId, name, role }) => ({ userType, userId, password, name, role })),
        identities: identities.map(({ userId, path, passphrase }) => ({
          ...{ owner: userId, passphrase },
          handle: files.issue({ path }, caller),
        })),
      };
    },
  };
}

interface Look {
  readonly baseUrl: string;
  readonly given: OperatorAnchors | null;
}

/** What stands behind the address, without believing it. @throws proof/wrong-lpse, trust/anchor-changed, network/* */
async function lookAt(
  { installation }: Program,
  { baseUrl, given }: Look,
  signal: AbortSignal,
): Promise<OperatorAnchors> {
  if (given !== null && given.trust.baseUrl !== baseUrl) {
    throw new CodedError('trust/anchor-changed', { which: 'address', expected: given.trust.baseUrl });
  }
  const scope = new Scope();
  try {
    const tlsAnchors = given?.tlsAnchors ?? null;
    const stranger = composeStranger(scope.of(installation), { baseUrl, tlsAnchors });
    const discovery = await stranger.discover({ signal });
    if (given === null) return publishedAnchors(baseUrl, discovery);
    if (discovery.kdLpse !== given.trust.kdLpse) throw new CodedError('proof/wrong-lpse', { kdLpse: discovery.kdLpse });
    if (discovery.logVerifierKey !== given.trust.logVerifierKey) {
      throw new CodedError('trust/anchor-changed', { which: 'log' });
    }
    return given;
  } finally {
    await scope.close();
  }
}

async function pin(program: Program, { trust, tlsAnchors }: OperatorAnchors): Promise<void> {
  const { installation, lpse } = program;
  const before = await installation.trust.forLpse(trust.kdLpse);
  await installation.trust.pin(trust);
  if (tlsAnchors !== null) await installation.trust.pinTlsAnchors(trust.kdLpse, tlsAnchors);
  if (before !== null && before.logVerifierKey !== trust.logVerifierKey)
    await beginLogAnew(installation, trust, before);
  // What is open was opened with the earlier anchors.
  if ((await lpse.current())?.trust.kdLpse !== trust.kdLpse) return;
  await program.jobs.stopAll();
  await lpse.leave();
}

/** Whoever believes another key for the log cannot compare with a head of the old one: what is seen now is where it begins. */
async function beginLogAnew(installation: Installation, trust: LpseTrust, before: LpseTrust): Promise<void> {
  const scope = new Scope();
  try {
    const { lpse, memory, journal } = await composeLpse(scope.of(installation), trust);
    const head = await lpse.checkpoint();
    const { origin, size } = verifyCheckpoint(head, parseVerifierKey(trust.logVerifierKey));
    const facts = { kdLpse: trust.kdLpse, origin, size, before: before.logVerifierKey, now: trust.logVerifierKey };
    await journal.append({ event: 'log.key-replaced', bidId: null, kdTender: null, facts });
    await memory.rememberCheckpoint(origin, head);
  } finally {
    await scope.close();
  }
}

/** The demo never takes the place of a real LPSE that has its code. @throws ipc/no-demo */
async function requireNoOther({ installation }: Program, anchors: OperatorAnchors): Promise<OperatorAnchors> {
  const pinned = await installation.trust.forLpse(anchors.trust.kdLpse);
  const host = pinned === null ? null : new URL(pinned.baseUrl).hostname;
  if (host !== null && host !== new URL(anchors.trust.baseUrl).hostname) throw new CodedError('ipc/no-demo', { host });
  return anchors;
}

/** @throws ipc/malformed-input */
function requireHttps(text: string): string {
  const url = URL.parse(text.trim());
  if (url?.protocol !== 'https:') throw new CodedError('ipc/malformed-input', { field: 'baseUrl' });
  return `${url.origin}${url.pathname === '/' ? '' : url.pathname.replace(/\/$/, '')}`;
}
