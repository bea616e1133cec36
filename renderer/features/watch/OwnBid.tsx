// The own bid in an opening: verdict, what each member stated, the LPSE's word if it was referred, and every check.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { OwnBidView } from '../../../app/contract/watch.ts';
import { CheckReport } from '../../ui/CheckReport.tsx';
import { DigestText } from '../../ui/DigestText.tsx';
import { FateMark } from '../../ui/FateMark.tsx';
import { useFormat } from '../../ui/format.ts';
import { standOf } from './stand-of.ts';

export function OwnBid({ own }: { readonly own: OwnBidView }): ReactElement {
  const { t } = useTranslation('watch');
  return (
    <div className="own-bid">
      <FateMark fate={own.fate} index={own.logIndex} />
      {own.members.length > 0 && <Members own={own} />}
      {own.statement !== null && <Statement statement={own.statement} />}
      {own.innerSha256 !== null && (
        <p className="small mb-2">
          {t('sealedInner')}: <DigestText digest={own.innerSha256} label={t('sealedInner')} />
        </p>
      )}
      <CheckReport
        report={own.report}
        title={t('ownChecks', { number: own.sequence })}
        verdict={t(`checked.own.${standOf(own.report)}`)}
      />
    </div>
  );
}

function Members({ own }: { readonly own: OwnBidView }): ReactElement {
  const { t } = useTranslation('watch');
  const format = useFormat();
  return (
    <ul className="plain-list" aria-label={t('members')}>
      {own.members.map(({ name, opened, reason, price, innerSha256 }) => (
        <li key={name}>
          <strong>{name}</strong>{' '}
          {opened ? t('memberOpened') : t('memberNotOpened', { reason: t(`reason.${reason ?? 'unknown'}`) })}
          {price !== null && <> · {format.money(price)}</>}
          {innerSha256 !== null && own.innerSha256 !== null && innerSha256 !== own.innerSha256 && (
            <>
              {' '}
              · <DigestText digest={innerSha256} label={t('statedInner')} />
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function Statement({ statement }: { readonly statement: NonNullable<OwnBidView['statement']> }): ReactElement {
  const { t } = useTranslation('watch');
  const format = useFormat();
  return (
    <blockquote className="statement">
      <p className="mb-1">
        <strong>{t(statement.canBeOpened ? 'statedCan' : 'statedCannot')}</strong>{' '}
        <span className="text-body-secondary small">{format.instant(statement.statedAt, { seconds: true })}</span>
      </p>
      <p className="mb-0">{statement.text}</p>
    </blockquote>
  );
}
