import { describe, expect, it } from 'vitest';
import { canSign, signersFor } from '../../../renderer/model/signers.ts';
import { SAMPLE_IDENTITY } from '../../doubles/sample-account.ts';

describe('the certificates offered', () => {
  const [ratna, other] = [SAMPLE_IDENTITY, { ...SAMPLE_IDENTITY, identityId: 'identity-2', holder: 'Budi' }];

  it('are those that can sign and have not expired; the only one is preset', () => {
    const sealing = { ...other, usages: ['keyAgreement'] };
    const old = { ...other, identityId: 'identity-3', expired: true };
    expect(signersFor([ratna, sealing, old], null)).toEqual({ usable: [ratna], preset: ratna.identityId });
    expect(canSign(sealing)).toBe(false);
  });

  it('are not preset when there is a choice', () => {
    expect(signersFor([ratna, other], null).preset).toBeNull();
  });

  it('begin with the one that sealed, which is preset for sending', () => {
    expect(signersFor([other, ratna], ratna.holder)).toEqual({ usable: [ratna, other], preset: ratna.identityId });
    expect(signersFor([other], ratna.holder).preset).toBeNull();
  });
});
