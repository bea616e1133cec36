// Calls about the LPSE the program talks to.
import { z } from 'zod';
import { call, Nothing } from './call.ts';
import { Facts, Handle, Instant, Sha256 } from './shapes.ts';

const Url = z.string().max(500);

export const Connection = z.strictObject({
  baseUrl: Url,
  name: z.string(),
  kdLpse: z.int(),
  timeZone: z.enum(['WIB', 'WITA', 'WIT']),
  /** Server time minus this computer's, and how well it is known. */
  offsetMs: z.number(),
  uncertaintyMs: z.number(),
  clockDiffers: z.boolean(),
  logSize: z.int(),
  reference: z.boolean(),
  minimumClientVersion: z.string(),
});
export type Connection = z.infer<typeof Connection>;

/** As the last upload to this LPSE showed it. */
export const UplinkView = z.strictObject({ bytesPerSecond: z.number().positive(), measuredAt: Instant });

/** One thing the connection test looked at. */
export const ConnectionFinding = z.strictObject({
  id: z.enum(['proxy', 'name', 'tcp', 'tls', 'certificate', 'discovery', 'clock', 'log', 'latency']),
  outcome: z.enum(['passed', 'warning', 'failed', 'not-made']),
  code: z.string().nullable(),
  facts: Facts,
});

export const LPSE_CALLS = {
  'lpse.list': call(
    Nothing,
    z.strictObject({
      known: z.array(z.strictObject({ baseUrl: Url, name: z.string(), kdLpse: z.int(), current: z.boolean() })),
      demoAvailable: z.boolean(),
    }),
  ),
  /** Fetches an unknown LPSE's certificates for comparison by a person; trusts nothing yet. */
  'lpse.look': call(
    z.strictObject({ baseUrl: Url, anchors: Handle.nullable() }),
    z.strictObject({
      baseUrl: Url,
      name: z.string(),
      kdLpse: z.int(),
      anchors: z.array(z.strictObject({ role: z.string(), subject: z.string(), sha256: Sha256, notAfter: Instant })),
      ticket: Handle,
    }),
  ),
  /** Pins what `look` showed. */
  'lpse.add': call(z.strictObject({ ticket: Handle }), Nothing),
  'lpse.use': call(z.strictObject({ baseUrl: Url }), Connection),
  'lpse.connect': call(Nothing, Connection),
  'lpse.test': call(z.strictObject({ baseUrl: Url }), z.strictObject({ findings: z.array(ConnectionFinding) })),
  /** Null before the first upload to the LPSE in use that was large enough to measure. */
  'lpse.uplink': call(Nothing, UplinkView.nullable()),
  /** Starts the embedded reference LPSE and pins it; refused in packaged programs. */
  'lpse.startDemo': call(
    Nothing,
    z.strictObject({
      baseUrl: Url,
      accounts: z.array(
        z.strictObject({
          userType: z.string(),
          userId: z.string(),
          password: z.string(),
          name: z.string(),
          role: z.string(),
        }),
      ),
      identities: z.array(z.strictObject({ owner: z.string(), handle: Handle, passphrase: z.string() })),
    }),
  ),
} as const;

export const LPSE_EVENTS = {
  /** After each measurement; null while the LPSE cannot be reached. */
  'lpse.time': Connection.nullable(),
  /** While a bid is sent, and when it was. */
  'lpse.uplink': UplinkView,
} as const;
