// Our own pages, by name: the window never hands over an address (Electron security list 15).
import type { LinkId } from './ipc/host.ts';

/** Set by whoever publishes Segel, together with `homepage` in package.json; a test holds both equal. */
const HOMEPAGE = 'https://segel.example/';

const LINKS: Readonly<Record<LinkId, string>> = {
  source: `${HOMEPAGE}source`,
  'check-with-openssl': `${HOMEPAGE}check-with-openssl`,
};

/** The fixed https address of a page. */
export function addressOf(link: LinkId): string {
  return LINKS[link];
}
