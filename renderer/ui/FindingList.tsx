// All findings together, the most blocking first, each with its repair button (ux.md 4).
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Finding } from '../../app/contract/bids.ts';
import { useLanguage } from '../i18n.ts';
import { useFormat } from './format.ts';
import { Icon } from './Icon.tsx';
import { InlineFacts } from './InlineFacts.tsx';
import { problemText } from './ProblemNotice.tsx';

export interface FindingListProps {
  readonly findings: readonly Finding[];
  /** Called with the finding whose repair button was pressed. */
  readonly onRepair?: (finding: Finding) => void;
  readonly busy?: boolean;
}

export function FindingList({ findings, onRepair, busy = false }: FindingListProps): ReactElement | null {
  const { t } = useTranslation();
  if (findings.length === 0) return null;
  const ordered = together([...findings].sort((a, b) => rank(a) - rank(b)));
  return (
    <ul className="findings" aria-label={t('ui.findings')}>
      {ordered.map((finding, i) => (
        <li key={`${finding.code} ${finding.index ?? ''} ${i}`} className={`finding finding-${finding.severity}`}>
          <FindingText finding={finding} />
          {finding.repair !== null && onRepair !== undefined && (
            <button
              type="button"
              className="btn btn-sm btn-outline-primary"
              disabled={busy}
              onClick={() => onRepair(finding)}
            >
              {finding.repair.kind === 'rename'
                ? t('ui.repair.rename', { name: finding.repair.to })
                : t(`ui.repair.${finding.repair.kind}`)}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

function FindingText({ finding }: { readonly finding: Finding }): ReactElement {
  const { t } = useTranslation();
  const language = useLanguage();
  const format = useFormat();
  const { what, next } = problemText(finding.code, language);
  const { nama: names } = finding.facts;
  // A place is named above or not at all: its key is for machines.
  const facts = Object.entries(finding.facts).filter(([name]) => name !== 'nama' && name !== 'slot');
  return (
    <div>
      <p className="mb-1">
        <Icon name={finding.severity === 'blocking' ? 'cross' : 'warning'} />{' '}
        <strong>{t(`ui.severity.${finding.severity}`)}</strong>{' '}
        {finding.originalName !== null && <span className="filename">{finding.originalName}: </span>}
        {what} {names !== undefined && <strong>{format.fact(names)}</strong>}
      </p>
      <p className="mb-0 text-body-secondary small">
        {next}
        <InlineFacts facts={facts} /> <code>{finding.code}</code>
      </p>
    </div>
  );
}

/** What is missing in several places is one finding that names them all. */
function together(findings: readonly Finding[]): readonly Finding[] {
  const folded = new Map<string, Finding>();
  for (const [i, finding] of findings.entries()) {
    const { nama } = finding.facts;
    const alone = finding.originalName !== null || finding.repair !== null || typeof nama !== 'string';
    const key = alone ? `${finding.code} ${i}` : finding.code;
    const first = folded.get(key);
    const names = first === undefined ? nama : `${String(first.facts.nama)}, ${String(nama)}`;
    folded.set(key, alone ? finding : { ...finding, facts: { ...finding.facts, nama: names ?? '' } });
  }
  return [...folded.values()];
}

function rank({ severity }: Finding): number {
  return severity === 'blocking' ? 0 : 1;
}
