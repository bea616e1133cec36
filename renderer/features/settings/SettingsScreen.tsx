// Pengaturan: language, look, where the data is, how secrets are kept.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Preferences } from '../../../app/contract/app.ts';
import { usePreferences } from '../../preferences.ts';
import { useCall } from '../../query.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { FactTable } from '../../ui/FactTable.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { Tick } from '../../ui/Tick.tsx';

const LANGUAGES: readonly Preferences['language'][] = ['id', 'en'];
const THEMES: readonly Preferences['theme'][] = ['system', 'light', 'dark'];

export function SettingsScreen(): ReactElement {
  const { t } = useTranslation();
  const info = useCall('app.info', null, { staleTimeMs: Infinity });
  const { preferences, save } = usePreferences();
  return (
    <Page title={t('frame.settings')} narrow>
      <section className="panel">
        <Choice
          legend={t('frame.language')}
          name="language"
          values={LANGUAGES}
          value={preferences.language}
          textOf={(language) => t(`language.${language}`)}
          onChange={(language) => save({ ...preferences, language })}
        />
        <Choice
          legend={t('settings.theme')}
          name="theme"
          values={THEMES}
          value={preferences.theme}
          textOf={(theme) => t(`settings.themes.${theme}`)}
          onChange={(theme) => save({ ...preferences, theme })}
        />
      </section>
      <section className="panel" aria-labelledby="settings-data">
        <h2 id="settings-data">{t('settings.data')}</h2>
        <Loaded query={info}>
          {({ dataFolder, secretStore }) => (
            <FactTable
              facts={[
                {
                  label: t('settings.folder'),
                  value: (
                    <>
                      <span className="filename">{dataFolder}</span> <CopyButton compact text={dataFolder} />
                    </>
                  ),
                },
                { label: t('settings.secrets'), value: secretStore === '' ? t('settings.noSecrets') : secretStore },
              ]}
            />
          )}
        </Loaded>
        <p className="text-body-secondary mb-0">{t('settings.dataNote')}</p>
      </section>
      <p>
        <Link to="/lpse">{t('settings.connection')}</Link>
      </p>
    </Page>
  );
}

interface ChoiceProps<T extends string> {
  readonly legend: string;
  readonly name: string;
  readonly values: readonly T[];
  readonly value: T;
  readonly textOf: (value: T) => string;
  readonly onChange: (value: T) => void;
}

function Choice<T extends string>({ legend, name, values, value, textOf, onChange }: ChoiceProps<T>): ReactElement {
  return (
    <fieldset className="mb-3">
      <legend className="form-label">{legend}</legend>
      {values.map((one) => (
        <Tick key={one} group={name} checked={one === value} onChange={() => onChange(one)}>
          {textOf(one)}
        </Tick>
      ))}
    </fieldset>
  );
}
