// The certificate's passphrase, asked once per act. It is held by the dialog that asks and nowhere else.
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from './Field.tsx';

export interface PassphraseFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly wrong: boolean;
}

export function PassphraseField({ value, onChange, wrong }: PassphraseFieldProps): ReactElement {
  const { t } = useTranslation('bid');
  const [shown, setShown] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // Whoever mistyped is where the next attempt is typed.
    if (wrong) input.current?.focus();
  }, [wrong]);
  return (
    <Field label={t('passphrase.label')} hint={t('passphrase.hint')} error={wrong ? t('passphrase.wrong') : null}>
      {(given) => (
        <div className="input-group">
          <input
            {...given}
            ref={input}
            type={shown ? 'text' : 'password'}
            autoComplete="off"
            spellCheck={false}
            maxLength={1024}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          <button
            type="button"
            className="btn btn-outline-secondary"
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          >
            {t(shown ? 'passphrase.hide' : 'passphrase.show')}
          </button>
        </div>
      )}
    </Field>
  );
}
