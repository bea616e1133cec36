// Bantuan dan Tentang: the way of a bid in five steps, how to check us without us, version, licences.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall, useMutationCall } from '../../query.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { FactTable } from '../../ui/FactTable.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';

const STEPS = ['package', 'documents', 'letter', 'seal', 'send'] as const;

/** Checks of a receipt that need no Segel: files as they lie in the receipt's folder. */
const COMMANDS = [
  {
    key: 'receipt',
    command:
      'openssl cms -verify -binary -inform DER -in receipt.p7s -content receipt.json -CAfile lpse.pem -purpose any',
  },
  { key: 'timestamp', command: 'openssl ts -verify -in receipt.tsr -data receipt.p7s -CAfile tsa.pem' },
  { key: 'digest', command: 'openssl dgst -sha256 penawaran.sampul' },
] as const;

export function AboutScreen(): ReactElement {
  const { t } = useTranslation();
  return (
    <Page title={t('nav.help')}>
      <section className="panel" aria-labelledby="about-steps">
        <h2 id="about-steps">{t('about.steps')}</h2>
        <ol className="mb-0">
          {STEPS.map((step) => (
            <li key={step}>
              <strong>{t(`about.step.${step}.title`)}</strong> {t(`about.step.${step}.text`)}
            </li>
          ))}
        </ol>
      </section>
      <section className="panel" aria-labelledby="about-colours">
        <h2 id="about-colours">{t('about.colours')}</h2>
        <p className="mb-0">{t('about.coloursText')}</p>
      </section>
      <CheckUs />
      <Program />
    </Page>
  );
}

function CheckUs(): ReactElement {
  const { t } = useTranslation();
  const info = useCall('app.info', null, { staleTimeMs: Infinity });
  const open = useMutationCall('app.openLink');
  return (
    <section className="panel" aria-labelledby="about-check">
      <h2 id="about-check">{t('about.check')}</h2>
      <p>{t('about.checkLead')}</p>
      <ul className="rows">
        {COMMANDS.map(({ key, command }) => (
          <li key={key} className="row-item">
            <div className="row-text">
              <div>{t(`about.command.${key}`)}</div>
              <code className="command">{command}</code>
            </div>
            <CopyButton text={command} compact />
          </li>
        ))}
      </ul>
      {open.error !== null && <ProblemNotice problem={open.error} />}
      {info.data !== undefined && info.data.links.length > 0 && (
        <div className="d-flex flex-wrap gap-2 mt-2">
          {info.data.links.map((link) => (
            <button
              key={link}
              type="button"
              className="btn btn-sm btn-outline-primary"
              onClick={() => open.mutate({ link })}
            >
              <Icon name="external" size={16} /> {t(`about.link.${link}`)}
            </button>
          ))}
        </div>
      )}
    </section>
  );
}

function Program(): ReactElement {
  const { t } = useTranslation();
  const info = useCall('app.info', null, { staleTimeMs: Infinity });
  return (
    <section className="panel" aria-labelledby="about-program">
      <h2 id="about-program">{t('about.program')}</h2>
      <Loaded query={info}>
        {({ version, host, platform, licences }) => (
          <>
            <FactTable
              facts={[
                { label: t('about.version'), value: version },
                { label: t('about.host'), value: t(`about.hosts.${host}`) },
                { label: t('about.platform'), value: platform },
              ]}
            />
            <details>
              <summary>{t('about.licences', { count: licences.length })}</summary>
              <ul className="licences">
                {licences.map(({ name, version: release, licence }) => (
                  <li key={`${name} ${release}`}>
                    {name} {release} · {licence}
                  </li>
                ))}
              </ul>
            </details>
          </>
        )}
      </Loaded>
    </section>
  );
}
