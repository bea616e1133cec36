// Copies a text and says so, for eyes and for screen readers.
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './Icon.tsx';

export interface CopyButtonProps {
  /** The text, or how to get it. */
  readonly text: string | (() => Promise<string>);
  readonly label?: string;
  readonly compact?: boolean;
}

export function CopyButton({ text, label, compact = false }: CopyButtonProps): ReactElement {
  const { t } = useTranslation();
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), 4000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async () => {
    const value = typeof text === 'string' ? text : await text();
    setState((await copyText(value)) ? 'copied' : 'failed');
  };
  const name = label ?? t('ui.copy');
  const shown = state === 'idle' ? name : t(`ui.copyState.${state}`);
  return (
    <button
      type="button"
      className={`btn btn-sm ${compact ? 'btn-link p-0' : 'btn-outline-secondary'}`}
      onClick={() => void copy()}
    >
      <Icon name={state === 'copied' ? 'check' : 'copy'} size={16} /> <span aria-live="polite">{shown}</span>
    </button>
  );
}

/** True when the clipboard took it. The old way is the only one where permissions are refused by rule, as in our shell. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'visually-hidden';
    document.body.append(area);
    area.select();
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else works without the permission
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}
