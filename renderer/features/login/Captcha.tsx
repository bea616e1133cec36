// Kode keamanan: the LPSE's picture (shown as an image, so that nothing in it can run), a new one on request, and its field.
import { useMemo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../ui/Field.tsx';
import type { Challenge } from './LoginScreen.tsx';

export interface CaptchaProps {
  readonly challenge: Challenge;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onAnother: () => void;
  readonly busy: boolean;
}

export function Captcha({ challenge, value, onChange, onAnother, busy }: CaptchaProps): ReactElement {
  const { t } = useTranslation();
  const source = useMemo(() => svgSource(challenge.captchaSvg), [challenge.captchaSvg]);
  return (
    <>
      <div className="captcha">
        <img src={source} alt={t('login.captchaAlt')} />
        <button type="button" className="btn btn-sm btn-outline-secondary" disabled={busy} onClick={onAnother}>
          {t('login.captchaAnother')}
        </button>
        {challenge.captchaText !== null && (
          <button
            type="button"
            className="btn btn-sm btn-outline-primary"
            onClick={() => onChange(challenge.captchaText ?? '')}
          >
            {t('login.captchaFill', { text: challenge.captchaText })}
          </button>
        )}
      </div>
      <Field label={t('login.captcha')} hint={t('login.captchaHint')}>
        {(input) => (
          <input
            {...input}
            type="text"
            autoComplete="off"
            spellCheck={false}
            maxLength={12}
            required
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </Field>
    </>
  );
}

/** An SVG as the address of an image. */
export function svgSource(svg: string): string {
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
