// The device record: facts about the computer that seals and sends (domain.md 5), sealed to the auditor and shown to the
// user before the first capture. It says what there is; a missing or random MAC is a fact too, never an accusation.
import { z } from 'zod';

const NetworkInterface = z.strictObject({
  name: z.string().max(256),
  /** Colon-separated hex, null where the system hides it. */
  mac: z.string().max(32).nullable(),
  /** Bit 2 of the first octet: the address was made by software and need not be the card's own. */
  locallyAdministered: z.boolean(),
  kind: z.enum(['ethernet', 'wireless', 'virtual', 'loopback', 'unknown']),
  addresses: z.array(z.string().max(64)),
  /** Whether the computer's way out leads through it; null where the system does not say. */
  defaultRoute: z.boolean().nullable(),
});

export const DeviceRecord = z.strictObject({
  format: z.literal('segel-device-record/1'),
  moment: z.enum(['sealing', 'sending']),
  capturedAt: z.string(),
  interfaces: z.array(NetworkInterface).max(256),
  os: z.strictObject({ platform: z.string(), release: z.string(), architecture: z.string() }),
  /** What points to a virtual machine (a maker's name), null when nothing does. A hint, never a proof. */
  virtualMachine: z.string().max(64).nullable(),
  client: z.strictObject({ version: z.string(), platform: z.string() }),
  /** SPKI DER of the device key, base64. */
  devicePublicKey: z.string(),
});
export type DeviceRecord = z.infer<typeof DeviceRecord>;

/** True when the MAC address is one made by software (IEEE 802: the U/L bit of the first octet is set). */
export function isLocallyAdministered(mac: string): boolean {
  const first = Number.parseInt(mac.slice(0, 2), 16);
  return Number.isInteger(first) && (first & 0x02) !== 0;
}
