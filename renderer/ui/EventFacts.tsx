// The facts of a journal entry in words: a digest by its beginning, since every copy and export has it whole.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from './format.ts';

export interface EventFactsProps {
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

export function EventFacts({ facts }: EventFactsProps): ReactElement | null {
  const { t } = useTranslation();
  const format = useFormat();
  const told = Object.entries(facts);
  if (told.length === 0) return null;
  const say = (name: string, value: (typeof told)[number][1]) => {
    if (name === 'role') return t(`role.${String(value)}`, { defaultValue: String(value) });
    if (name === 'envelopeId') return t(`envelopeName.${String(value)}`, { defaultValue: String(value) });
    return t(`factValue.${String(value)}`, { defaultValue: shorten(format.fact(value)) });
  };
  return (
    <div className="text-body-secondary small facts-line">
      {told.map(([name, value]) => `${t(`fact.${name}`, { defaultValue: name })}: ${say(name, value)}`).join(' · ')}
    </div>
  );
}

function shorten(text: string): string {
  return /^[0-9a-f]{64}$/.test(text) ? `${text.slice(0, 12)} ...` : text;
}
