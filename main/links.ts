// Our own pages, by name: the window never hands over an address (Electron security list 15).
import { LINKS } from '../app/contract/app.ts';
import type { LinkId } from './ipc/host.ts';

/** Set by whoever publishes Segel, together with `homepage` in package.json; a test holds both equal. */
const HOMEPAGE = 'https://segel.example/';

const ADDRESSES: Readonly<Record<LinkId, string>> = {
  source: `${HOMEPAGE}source`,
  'check-with-openssl': `${HOMEPAGE}check-with-openssl`,
};

/** The fixed https address of a page. */
export function addressOf(link: LinkId): string {
  return ADDRESSES[link];
}

/** Pages that can be offered: none while the homepage is a placeholder (RFC 2606), which would lead nowhere. */
export function publishedLinks(homepage: string = HOMEPAGE): readonly LinkId[] {
  return new URL(homepage).hostname.endsWith('.example') ? [] : LINKS;
}
