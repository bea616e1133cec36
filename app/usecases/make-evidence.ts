// The device record, sealed so that only the auditor can read it (protocol.md 4). The user was shown it and agreed.
import { encodeCanonicalJson } from '../../crypto/canonical-json.ts';
import { sealAttached } from '../../crypto/cms/attached.ts';
import { parseCertificate } from '../../crypto/x509/certificate.ts';
import { DeviceRecord } from '../domain/device-record.ts';
import { CodedError } from '../errors/coded-error.ts';
import type { Device } from '../ports/device.ts';
import type { SealingPolicy } from '../protocol/policy.ts';

/** UC-08 Show the user what is recorded, before it is recorded for the first time. */
export async function previewEvidence(device: Device, moment: DeviceRecord['moment']): Promise<DeviceRecord> {
  return DeviceRecord.parse(await device.record(moment));
}

/**
 * CMS AuthEnvelopedData (DER) to the policy's auditor, captured now.
 * @throws draft/consent-missing unless `consent`
 */
export async function makeEvidence(
  device: Device,
  input: { readonly moment: DeviceRecord['moment']; readonly consent: boolean; readonly policy: SealingPolicy },
): Promise<Buffer> {
  if (!input.consent) throw new CodedError('draft/consent-missing');
  const record = await previewEvidence(device, input.moment);
  const auditor = parseCertificate(Buffer.from(input.policy.auditorCertificate, 'base64'));
  return sealAttached(encodeCanonicalJson(record), [auditor]);
}
