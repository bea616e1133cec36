// Who signed a paper: members whose signatures hold, and, apart from them, every other file that lies beside it under such a name.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { SignatureView } from '../../../app/contract/minutes.ts';
import { useLanguage } from '../../i18n.ts';
import { Moment } from '../../ui/Countdown.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { problemText } from '../../ui/ProblemNotice.tsx';
import type { MinutesPlace } from './MinutesPanel.tsx';
import { SaveButton } from './SaveButton.tsx';

export interface SignatureListProps {
  readonly place: MinutesPlace;
  readonly signatures: readonly SignatureView[];
  readonly members: number | null;
}

export function SignatureList({ place, signatures, members }: SignatureListProps): ReactElement {
  const { t } = useTranslation('minutes');
  const counted = signatures.filter(({ standing }) => standing === 'counted');
  const others = signatures.filter(({ standing }) => standing !== 'counted');
  const signed = new Set(counted.map(({ signer }) => signer?.certificateSha256)).size;
  return (
    <>
      <p className="mt-2 mb-1">
        {members === null
          ? t(signed === 0 ? 'signatures.none' : 'signatures.count', { signed })
          : t('signatures.of', { signed, members })}
      </p>
      {counted.length > 0 && (
        <ul className="list-unstyled mb-0" aria-label={t('signatures.title')}>
          {counted.map((one) => (
            <Signature key={one.name} {...{ place }} signature={one} />
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <>
          <p className="mb-1 mt-2">{t('signatures.others')}</p>
          <ul className="list-unstyled mb-0" aria-label={t('signatures.others')}>
            {others.map((one) => (
              <Signature key={one.name} {...{ place }} signature={one} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Signature({
  place,
  signature,
}: {
  readonly place: MinutesPlace;
  readonly signature: SignatureView;
}): ReactElement {
  const { t } = useTranslation('minutes');
  const language = useLanguage();
  const { name, signer, timestamp, standing, code } = signature;
  return (
    <li className="d-flex flex-wrap gap-2 align-items-center mb-2">
      <span>
        {signer === null ? (
          <span className="text-break">{name}</span>
        ) : (
          <>
            <strong>{signer.holder}</strong>, <Moment at={signer.signedAt} /> · {t(`signatures.timestamp.${timestamp}`)}
          </>
        )}
        {standing !== 'counted' && (
          <span className="d-block">
            <Icon name={standing === 'unjudged' ? 'help' : 'cross'} /> {t(`signatures.standing.${standing}`)}
            {code !== null && standing !== 'unreadable' && ` ${problemText(code, language).what}`}
          </span>
        )}
      </span>
      <SaveButton {...{ place, name }} about={signer?.holder ?? name} small />
    </li>
  );
}
