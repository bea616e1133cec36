// A digest in groups of four, so that two people can compare it aloud, with a copy button that takes it whole.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from './CopyButton.tsx';

export interface DigestTextProps {
  /** Hex. */
  readonly digest: string;
  /** What it is the digest of, for screen readers: `SHA-256 berkas tersegel`. */
  readonly label: string;
  readonly copy?: boolean;
}

export function DigestText({ digest, label, copy = true }: DigestTextProps): ReactElement {
  const { t } = useTranslation();
  const groups = digest.match(/.{1,4}/g) ?? [];
  return (
    <span className="digest">
      <code role="img" aria-label={`${label}: ${digest}`}>
        {groups.map((group, i) => (
          <span key={i}>{group} </span>
        ))}
      </code>
      {copy && <CopyButton text={digest} compact label={t('ui.copyDigest')} />}
    </span>
  );
}
