// UC-22 For the auditor: read the device records of a tender with the auditor's key. Facts, side by side, and how little each of
// them proves; no accusation. Every look is logged by the LPSE.
import { parseCanonicalJson } from '../../crypto/canonical-json.ts';
import { openAttached } from '../../crypto/cms/attached.ts';
import type { DecryptionKey } from '../../crypto/keys.ts';
import { sharedFacts, type EvidenceRecord, type SharedFact } from '../domain/device-evidence.ts';
import { DeviceRecord } from '../domain/device-record.ts';
import type { RunOptions } from '../ports/call-options.ts';
import type { IdentityStore } from '../ports/identity-store.ts';
import type { Journal } from '../ports/journal.ts';
import type { AuditCalls } from '../ports/lpse-gateway.ts';
import { codedFailure } from '../policy/run-check.ts';

export interface EvidenceView {
  readonly records: readonly EvidenceRecord[];
  readonly shared: readonly SharedFact[];
}

/** A record that does not open is listed with its code. @throws access/forbidden, identity/wrong-passphrase */
export async function readEvidence(
  needs: { readonly lpse: AuditCalls; readonly identities: IdentityStore; readonly journal: Journal },
  input: { readonly kdTender: string; readonly identityId: string },
  options: RunOptions = {},
): Promise<EvidenceView> {
  const { kdTender } = input;
  const { records } = await needs.lpse.evidence(kdTender, options);
  const key = await needs.identities.unlockDecryption(input.identityId);
  await needs.journal.append({ event: 'evidence.read', bidId: null, kdTender, facts: { records: records.length } });
  const opened: EvidenceRecord[] = [];
  for (const { atSealing, atSending, ...facts } of records) {
    opened.push({ ...facts, atSealing: await openRecord(atSealing, key), atSending: await openRecord(atSending, key) });
  }
  return { records: opened, shared: sharedFacts(opened) };
}

async function openRecord(base64: string, key: DecryptionKey): Promise<EvidenceRecord['atSealing']> {
  try {
    const plain = await openAttached(Buffer.from(base64, 'base64'), key);
    const record = DeviceRecord.safeParse(parseCanonicalJson(plain));
    return record.success ? { record: record.data, code: null } : { record: null, code: 'json/malformed' };
  } catch (error) {
    return { record: null, code: codedFailure(error).code };
  }
}
