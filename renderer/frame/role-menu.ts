// Which errands each role has: the menu, in SPSE's words, and where the window begins.
import type { Account } from '../account.ts';
import type { IconName } from '../ui/Icon.tsx';

export interface MenuEntry {
  readonly to: string;
  readonly text: string;
  readonly icon: IconName;
}

type Role = Account['role'];

const PACKAGES: MenuEntry = { to: '/packages', text: 'nav.packages', icon: 'package' };
/** Of those who bid nothing themselves. */
const ALL_PACKAGES: MenuEntry = { ...PACKAGES, text: 'nav.allPackages' };
const COMMON: readonly MenuEntry[] = [
  { to: '/identities', text: 'nav.identities', icon: 'certificate' },
  { to: '/activity', text: 'nav.activity', icon: 'activity' },
  { to: '/about', text: 'nav.help', icon: 'help' },
];

const OPENINGS: MenuEntry = { to: '/openings', text: 'opening:menu', icon: 'lock' };

const BIDDER: readonly MenuEntry[] = [
  { to: '/', text: 'nav.home', icon: 'home' },
  PACKAGES,
  { to: '/receipts', text: 'nav.receipts', icon: 'receipt' },
  { to: '/watch', text: 'watch:nav', icon: 'clock' },
  ...COMMON,
];
const COMMITTEE: readonly MenuEntry[] = [
  { to: '/committee', text: 'nav.home', icon: 'home' },
  OPENINGS,
  ALL_PACKAGES,
  ...COMMON,
];
const STAFF: readonly MenuEntry[] = [{ to: '/', text: 'nav.home', icon: 'home' }, ALL_PACKAGES, ...COMMON];
const DUTY: readonly MenuEntry[] = [
  { to: '/referrals', text: 'referral:nav', icon: 'warning' },
  ALL_PACKAGES,
  ...COMMON,
];
const AUDITOR: readonly MenuEntry[] = [{ to: '/audit', text: 'nav.audit', icon: 'activity' }, ALL_PACKAGES, ...COMMON];

interface Desk {
  readonly menu: readonly MenuEntry[];
  /** The screen that `/` stands for; null for the bidder's own. */
  readonly home: string | null;
}

const DESKS: Readonly<Record<Role, Desk>> = {
  bidder: { menu: BIDDER, home: null },
  committeeMember: { menu: COMMITTEE, home: '/committee' },
  procurementOfficer: { menu: COMMITTEE, home: '/committee' },
  contractOfficer: { menu: STAFF, home: null },
  verifier: { menu: STAFF, home: null },
  helpdesk: { menu: DUTY, home: '/referrals' },
  agencyAdmin: { menu: DUTY, home: '/referrals' },
  auditor: { menu: AUDITOR, home: '/audit' },
};

/** Without a login the bidder's desk is shown: each entry asks for one. */
export function deskOf(role: Role | null): Desk {
  return DESKS[role ?? 'bidder'];
}

/** What the list of packages is called on the desk of a role. */
export function packagesTitleOf(role: Role | null): string {
  return deskOf(role).menu.find(({ to }) => to === PACKAGES.to)?.text ?? PACKAGES.text;
}
