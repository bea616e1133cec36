// What became of a comparison with a witness. Green only where it proved something.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { WitnessView } from '../../app/contract/witness.ts';
import { CheckReport } from './CheckReport.tsx';
import { CopyButton } from './CopyButton.tsx';
import { Moment } from './Countdown.tsx';
import { FactTable } from './FactTable.tsx';
import { useFormat } from './format.ts';
import { Icon } from './Icon.tsx';

export function WitnessVerdict({ found }: { readonly found: WitnessView }): ReactElement {
  const { t } = useTranslation('audit');
  const { stand, receipt, report } = found;
  const forked = stand === 'forked' || receipt === 'forked';
  const proven = !forked && stand !== 'not-compared' && report.ok;
  return (
    <div data-stand={stand}>
      {forked && <Fork found={found} />}
      {!forked && stand === 'not-compared' && <NotCompared found={found} />}
      {!forked && stand !== 'not-compared' && <p className="mb-2">{t(`witness.text.${stand}`)}</p>}
      {receipt !== null && stand !== 'not-compared' && (
        <p className="mb-2">
          <strong>{t(`witness.receipt.${receipt}`)}</strong>
        </p>
      )}
      <Seen found={found} />
      {(proven || !report.ok) && report.checks.length > 0 && (
        <CheckReport
          report={report}
          title={t('witness.checks')}
          verdict={t(`witness.verdict.${forked ? 'forked' : stand}`)}
        />
      )}
    </div>
  );
}

function Seen({ found }: { readonly found: WitnessView }): ReactElement {
  const { t } = useTranslation('audit');
  const format = useFormat();
  const { size, shownSize, cosignatures, heads } = found;
  const entries = (count: number) => t('witness.entries', { count, shown: format.number(count) });
  const facts = [
    ...cosignatures.map(({ name, at }) => ({
      label: t('witness.fact.by'),
      value: (
        <>
          {name} · <Moment at={at} seconds />
        </>
      ),
    })),
    ...(size === null ? [] : [{ label: t('witness.fact.seen'), value: entries(size) }]),
    ...(shownSize === null ? [] : [{ label: t('witness.fact.shown'), value: entries(shownSize) }]),
    ...(heads.found > 1
      ? [
          {
            label: t('witness.fact.heads'),
            value: t('witness.heads', { compared: heads.compared, found: heads.found }),
          },
        ]
      : []),
  ];
  return facts.length === 0 ? <></> : <FactTable facts={facts} />;
}

function NotCompared({ found: { because, code } }: { readonly found: WitnessView }): ReactElement {
  const { t } = useTranslation('audit');
  return (
    <div className="consequence mb-2">
      <p className="mb-1">
        <Icon name="warning" /> <strong>{t('witness.verdict.not-compared')}</strong>{' '}
        {t(`witness.because.${because ?? 'no-head'}`)} {code !== null && <code>{code}</code>}
      </p>
      <p className="mb-0">{t(`witness.then.${because ?? 'no-head'}`)}</p>
    </div>
  );
}

function Fork({ found: { evidence } }: { readonly found: WitnessView }): ReactElement {
  const { t } = useTranslation('audit');
  return (
    <div className="problem" role="alert">
      <p className="problem-what">
        <Icon name="warning" size={20} /> {t('witness.verdict.forked')}
      </p>
      <p>{t('witness.text.forked')}</p>
      <ol>
        <li>{t('witness.fork.keep')}</li>
        <li>{t('witness.fork.copy')}</li>
        <li>{t('witness.fork.report')}</li>
      </ol>
      {evidence !== null && (
        <>
          {(['witnessed', 'shown'] as const).map((which) => (
            <details key={which}>
              <summary>{t(`witness.fork.${which}`)}</summary>
              <pre className="checkpoint" tabIndex={0}>
                {evidence[which]}
              </pre>
            </details>
          ))}
          <CopyButton text={`${evidence.witnessed}\n${evidence.shown}`} label={t('witness.fork.copyBoth')} />
        </>
      )}
      <p className="text-body-secondary mb-0 mt-2">{t('witness.fork.safe')}</p>
    </div>
  );
}
