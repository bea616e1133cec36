// Answers `lpse.*`: whom this computer believes, the connection and its test, the demo's server.
import { CodedError } from '../../app/errors/coded-error.ts';
import { nameText } from '../../crypto/x509/distinguished-name.ts';
import { composeStranger } from '../compose.ts';
import type { AreaHandlers } from './area.ts';
import { toConnectionView } from './connection-view.ts';
import { testConnection } from './connection-test.ts';
import { Handles } from './handles.ts';
import { ANCHOR_ROLES, publishedAnchors, readOperatorAnchors, type OperatorAnchors } from './operator-anchors.ts';
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

    'lpse.startDemo': async (_, caller) => {
      const started = await demo.start();
      const { baseUrl, password, accounts, identities } = started;
      await pin(program, await readOperatorAnchors(started.trustDir));
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

async function pin({ installation, lpse }: Program, { trust, tlsAnchors }: OperatorAnchors): Promise<void> {
  await installation.trust.pin(trust);
  if (tlsAnchors !== null) await installation.trust.pinTlsAnchors(trust.kdLpse, tlsAnchors);
  // What is open was opened with the earlier anchors.
  if ((await lpse.current())?.trust.kdLpse === trust.kdLpse) await lpse.leave();
}

/** @throws ipc/malformed-input */
function requireHttps(text: string): string {
  const url = URL.parse(text.trim());
  if (url?.protocol !== 'https:') throw new CodedError('ipc/malformed-input', { field: 'baseUrl' });
  return `${url.origin}${url.pathname === '/' ? '' : url.pathname.replace(/\/$/, '')}`;
}
