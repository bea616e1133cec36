// What records of several bidders have in common, each with how little it proves.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { SharedFactView } from '../../../app/contract/audit.ts';

export interface SharedFactsProps {
  readonly shared: readonly SharedFactView[];
  /** How many bidders the records are of. */
  readonly bidders: number;
}

export function SharedFacts({ shared, bidders }: SharedFactsProps): ReactElement {
  const { t } = useTranslation('audit');
  if (shared.length === 0) return <p>{t('shared.none', { count: bidders })}</p>;
  return (
    <>
      <h3 className="mt-4">{t('shared.title')}</h3>
      <p>{t('shared.lead')}</p>
      <ul className="rows">
        {shared.map(({ kind, value, bidderIds, strength }) => (
          <li key={`${kind} ${value}`} className="row-item">
            <div className="row-text">
              <strong>{t(`shared.kind.${kind}`)}</strong> <code className="text-break">{shorten(value)}</code>
              <div>{t('shared.bidders', { bidders: bidderIds.join(', ') })}</div>
              <div className="small text-body-secondary">{t(`shared.weakness.${kind}`)}</div>
            </div>
            <span className="text-body-secondary">{t(`shared.strength.${strength}`)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** A public key is too long to be read; its end tells two of them apart. */
function shorten(value: string): string {
  return value.length <= 48 ? value : `${value.slice(0, 12)} … ${value.slice(-24)}`;
}
