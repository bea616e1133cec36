import { expect, it } from 'vitest';
import { finding } from '../../../crypto/x509/path-report.ts';
import { createAuthority } from '../../pki/authority.ts';

it('names code, certificate, clause and detail of a finding', async () => {
  const { certificate } = await createAuthority({ subject: 'Root' });
  expect(finding('certificate/expired', certificate, '6.1.3 (a)(2)', 'valid until then')).toEqual({
    code: 'certificate/expired',
    certificateSha256: certificate.sha256,
    clause: 'RFC 5280 6.1.3 (a)(2)',
    detail: 'valid until then',
  });
});
