// `segel://open?token=...` and `https://<lpse>/lt/<token>` from the operating system or the command line (protocol.md 3).
// Only the token leaves this file; everything else of the address is thrown away.
const TOKEN = /^[A-Za-z0-9_-]{8,256}$/;

/** The package token in `text`, or null when there is none. */
export function tokenOf(text: string): string | null {
  const url = URL.parse(text);
  if (url === null) return null;
  const token = url.protocol === 'segel:' ? url.searchParams.get('token') : /^\/lt\/([^/]+)$/.exec(url.pathname)?.[1];
  return token !== null && token !== undefined && TOKEN.test(token) ? token : null;
}

/** The first token among the program's arguments. */
export function tokenOfArguments(argv: readonly string[]): string | null {
  for (const argument of argv) {
    const token = tokenOf(argument);
    if (token !== null) return token;
  }
  return null;
}
