// A sealed bid whose deadline passed before it was filed: what happened, what still stands, and what can be done.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useExport } from '../../acts/use-export.ts';
import { run } from '../../query.ts';
import { FactTable } from '../../ui/FactTable.tsx';
import { useFormat } from '../../ui/format.ts';
import { Icon } from '../../ui/Icon.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';
import type { Desk } from './desk.ts';
import { sealedName } from './file-names.ts';

export interface TooLateProps {
  readonly desk: Desk;
  readonly closesAt: string;
  readonly busy: boolean;
  /** The server decides, and a schedule may be extended: trying stays possible. */
  readonly onTry: () => void;
}

export function TooLate({ desk: { bid }, closesAt, busy, onTry }: TooLateProps): ReactElement {
  const { t } = useTranslation('bid');
  const format = useFormat();
  const out = useExport((bridge, to) => run(bridge, 'bids.exportSealed', { bidId: bid.bidId, to }));
  return (
    <section className="panel refused" aria-labelledby="late-title">
      <h3 id="late-title">
        <Icon name="warning" /> {t('late.title')}
      </h3>
      <p>
        <strong>{t('late.what')}</strong> {t('late.nothing')}
      </p>
      <FactTable
        facts={[
          { label: t('fact.closesAt'), value: format.instant(closesAt, { seconds: true }) },
          ...(bid.sealed === null
            ? []
            : [{ label: t('late.sealedAt'), value: format.instant(bid.sealed.sealedAt, { seconds: true }) }]),
        ]}
      />
      <p className="mb-1">{t('late.possible')}</p>
      <ul>
        <li>{t('late.evidence')}</li>
        <li>
          {t('late.journal')} <Link to="/activity">{t('late.toActivity')}</Link>
        </li>
        <li>{t('late.extended')}</li>
      </ul>
      <div className="act-bar">
        <button
          type="button"
          className="btn btn-outline-primary"
          disabled={out.busy}
          onClick={() => void out.start(sealedName(bid))}
        >
          <Icon name="save" /> {t('transfer.sealed.export')}
        </button>
        <button type="button" className="btn btn-outline-secondary" disabled={busy} onClick={onTry}>
          {t('late.try')}
        </button>
      </div>
      {out.shownAs !== null && <p role="status">{t('window:ui.saved', { where: out.shownAs })}</p>}
      {out.problem !== null && <ProblemNotice problem={out.problem} />}
    </section>
  );
}
