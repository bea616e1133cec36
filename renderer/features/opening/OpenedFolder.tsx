// Where the documents lie that were opened on this computer. The program knows the folder; the window only asks to see it.
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoomView } from '../../../app/contract/openings.ts';
import { useMutationCall } from '../../query.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { ProblemNotice } from '../../ui/ProblemNotice.tsx';

export function OpenedFolder({ room: { folder, opening } }: { readonly room: RoomView }): ReactElement {
  const { t } = useTranslation('opening');
  const { kdTender, envelopeId } = opening;
  const show = useMutationCall('openings.showFolder', {});
  return (
    <section className="panel room-folder" aria-labelledby="folder-title">
      <h2 id="folder-title">{t('folder.title')}</h2>
      <p className="mb-2">
        <span className="filename">{folder}</span>
      </p>
      <p className="d-flex flex-wrap gap-2 mb-2">
        <button
          type="button"
          className="btn btn-sm btn-outline-primary"
          disabled={show.isPending}
          onClick={() => show.mutate({ kdTender, envelopeId })}
        >
          <Icon name="folder" size={16} /> {t('folder.show')}
        </button>
        <CopyButton text={folder} label={t('folder.copy')} />
      </p>
      <p className="small text-body-secondary mb-0">{t('folder.strangers')}</p>
      <div role="status">
        {show.data?.shown === false && <p className="consequence mt-2 mb-0">{t('folder.notShown')}</p>}
      </div>
      {show.error !== null && <ProblemNotice problem={show.error} />}
    </section>
  );
}
