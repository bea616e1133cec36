// Facts behind a sentence, in one line: `· name: value`.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from './format.ts';

type Format = ReturnType<typeof useFormat>;

export interface InlineFactsProps {
  readonly facts: readonly (readonly [name: string, value: Parameters<Format['fact']>[0]])[];
}

export function InlineFacts({ facts }: InlineFactsProps): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      {facts.map(([name, value]) => (
        <span key={name}>
          {' · '}
          {t(`fact.${name}`, { defaultValue: name })}: {format.fact(value)}
        </span>
      ))}
    </>
  );
}
