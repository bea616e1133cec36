// Six digits of the authenticator. Spaces that people type or paste are left out.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../ui/Field.tsx';

export interface CodeFieldProps {
  readonly value: string;
  readonly onChange: (code: string) => void;
  readonly autoFocus?: boolean;
}

export function CodeField({ value, onChange, autoFocus = false }: CodeFieldProps): ReactElement {
  const { t } = useTranslation();
  return (
    <Field label={t('login.code')} hint={t('login.codeHint')}>
      {(input) => (
        <input
          {...input}
          type="text"
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          autoFocus={autoFocus}
          className={`${input.className} code-field tabular`}
          value={value}
          onChange={(event) => onChange(event.target.value.replace(/\D/g, '').slice(0, 6))}
        />
      )}
    </Field>
  );
}

export function isCode(code: string): boolean {
  return /^\d{6}$/.test(code);
}
