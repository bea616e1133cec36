// Trust in one sentence, the detail one click away (ux.md 7): how it is sealed, who can open it and when, which checks ran.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpeningRuleView, PackageDetail } from '../../../app/contract/packages.ts';
import type { z } from 'zod';
import { CheckReport } from '../../ui/CheckReport.tsx';
import { Moment } from '../../ui/Countdown.tsx';
import { DigestText } from '../../ui/DigestText.tsx';
import { Icon } from '../../ui/Icon.tsx';

type OpeningRule = z.infer<typeof OpeningRuleView>;

export function OpeningTrust({ one }: { readonly one: PackageDetail }): ReactElement {
  const { t } = useTranslation();
  const { policy } = one;
  return (
    <section className="panel" aria-labelledby="opening-trust">
      <h2 id="opening-trust">{t('packages.trust')}</h2>
      <p>
        <Icon name="lock" /> {t(`packages.mode.${one.mode}`)}
      </p>
      {policy === null ? (
        <p className="consequence">{t('packages.noPolicy')}</p>
      ) : (
        <>
          <ul className="rows">
            {one.envelopes.map(({ envelopeId, name, opensAtStage, closesAt }) => {
              const rule = policy.openingRules[envelopeId];
              return (
                <li key={envelopeId} className="row-item">
                  <div className="row-text">
                    <h3 className="mb-1">{name}</h3>
                    <div>{rule === undefined ? t('packages.rule.unknown') : <Rule rule={rule} />}</div>
                    <div className="text-body-secondary">
                      {t('packages.notBefore')} <Moment at={closesAt} local={false} />
                      {t('packages.atStage', { stage: opensAtStage })}
                    </div>
                  </div>
                </li>
              );
            })}
          </ul>
          <CheckReport
            report={policy.report}
            title={t('packages.policy', { serial: policy.serial })}
            verdict={t(policy.report.ok ? 'packages.policyGood' : 'packages.policyBad', { serial: policy.serial })}
          />
          {policy.judgedAsOf !== null && (
            <p className="small text-body-secondary mt-2 mb-0">
              {t('packages.judgedAsOf')} <Moment at={policy.judgedAsOf} local={false} />
            </p>
          )}
          <p className="small mt-2 mb-0">
            SHA-256: <DigestText digest={policy.sha256} label={t('packages.policyDigest')} />
          </p>
        </>
      )}
    </section>
  );
}

function Rule({ rule }: { readonly rule: OpeningRule }): ReactElement {
  const { t } = useTranslation();
  switch (rule.kind) {
    case 'members':
      return <>{t('packages.rule.members', { names: rule.members.join(', ') })}</>;
    case 'quorum':
      return (
        <>
          {t('packages.rule.quorum', {
            threshold: rule.threshold,
            total: rule.holders.length,
            names: rule.holders.join(', '),
          })}
        </>
      );
    case 'single-lock':
      return <>{t('packages.rule.singleLock', { names: rule.officers.join(', ') })}</>;
  }
}
