// What was verified of the paper that came back from e-Sign, and what was not: said plainly, since "signed" alone says neither.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallOutput } from '../../../app/contract/contract.ts';

export function EsignResult({ result }: { readonly result: CallOutput<'minutes.esign'> }): ReactElement {
  const { t } = useTranslation('minutes');
  const { file, signer } = result;
  return (
    <div className="mt-3">
      <p className="mb-1">{t('esign.done', { name: file.name })}</p>
      <ul className="mb-1">
        <li>{t('esign.checked.paper')}</li>
        <li>{t('esign.checked.range')}</li>
        {signer !== null && <li>{t('esign.checked.signature', { holder: signer.holder })}</li>}
      </ul>
      <p>{t(signer === null ? 'esign.unchecked.signature' : 'esign.unchecked.certificate')}</p>
    </div>
  );
}
