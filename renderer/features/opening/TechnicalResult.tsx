// Who passed File I: every member signs the same list; with a majority it stands in the log, and only then File II opens, and only
// for those on it.
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Tick } from '../../ui/Tick.tsx';
import type { TechnicalView } from '../../../app/contract/openings.ts';
import { useCall } from '../../query.ts';
import { Loaded } from '../../ui/Loaded.tsx';
import { useAct } from './acts.ts';
import { MemberSignDialog } from '../../ui/MemberSignDialog.tsx';

/** Other members sign at other computers. */
const LOOK_EVERY_MS = 15_000;

export function TechnicalResult({ kdTender }: { readonly kdTender: string }): ReactElement {
  const { t } = useTranslation('opening');
  const query = useCall('openings.technicalResult', { kdTender }, { refetchEveryMs: LOOK_EVERY_MS });
  return (
    <section className="panel" aria-labelledby="technical-title">
      <h2 id="technical-title">{t('technical.title')}</h2>
      <Loaded query={query} lines={3}>
        {(view) => (view.adopted === null ? <Proposals kdTender={kdTender} view={view} /> : <Adopted view={view} />)}
      </Loaded>
    </section>
  );
}

function Adopted({ view: { adopted, candidates } }: { readonly view: TechnicalView }): ReactElement {
  const { t } = useTranslation('opening');
  const passed = new Set(adopted);
  return (
    <>
      <p>{t('technical.adopted', { count: passed.size })}</p>
      <ul className="rows">
        {candidates.map(({ bidderId, bidderName }) => (
          <li key={bidderId} className="row-item">
            <span className="row-text">{bidderName}</span>
            <span>{t(passed.has(bidderId) ? 'technical.passed' : 'technical.notPassed')}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Proposals({ kdTender, view }: { readonly kdTender: string; readonly view: TechnicalView }): ReactElement {
  const { t } = useTranslation('opening');
  const { candidates, proposals, required, committee } = view;
  const [passed, setPassed] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState(false);
  const sign = useAct('openings.signTechnicalResult', kdTender);
  const names = new Map(candidates.map(({ bidderId, bidderName }) => [bidderId, bidderName]));
  const list = (ids: Iterable<string>) => [...ids].map((id) => names.get(id) ?? id).join(', ') || t('technical.nobody');
  const signed = proposals.some(({ mine }) => mine);
  return (
    <>
      <p>{t('technical.lead', { required, members: committee.length })}</p>
      {proposals.length > 0 && (
        <ul className="rows mb-3">
          {proposals.map((proposal) => (
            <li key={proposal.passed.join()} className="row-item">
              <div className="row-text">
                <strong>{list(proposal.passed)}</strong>
                <span className="d-block small text-body-secondary">
                  {t('technical.signedBy', {
                    count: proposal.signedBy.length,
                    required,
                    names: proposal.signedBy.join(', '),
                  })}
                </span>
              </div>
              {!signed && (
                <button
                  type="button"
                  className="btn btn-sm btn-outline-secondary"
                  onClick={() => setPassed(new Set(proposal.passed))}
                >
                  {t('technical.use')}
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {signed ? (
        <p role="status" className="mb-0">
          {t('technical.waitingOthers', { required })}
        </p>
      ) : (
        <>
          <fieldset className="mb-3">
            <legend className="form-label">{t('technical.choose')}</legend>
            {candidates.map(({ bidderId, bidderName, npwp }) => (
              <Tick
                key={bidderId}
                checked={passed.has(bidderId)}
                onChange={(checked) => setPassed(changed(passed, bidderId, checked))}
              >
                {bidderName} <span className="text-body-secondary small">{npwp}</span>
              </Tick>
            ))}
          </fieldset>
          <button type="button" className="btn btn-primary" onClick={() => setAsking(true)}>
            {t('technical.sign')}
          </button>
        </>
      )}
      {asking && (
        <Signing
          kdTender={kdTender}
          view={view}
          passed={list(passed)}
          sealed={list(candidates.map(({ bidderId }) => bidderId).filter((id) => !passed.has(id)))}
          act={sign}
          onCancel={() => {
            sign.clear();
            setAsking(false);
          }}
          onConfirm={(identityId, passphrase) =>
            void sign.start({ kdTender, passed: [...passed], identityId, passphrase }).then((done) => {
              if (done) setAsking(false);
            })
          }
        />
      )}
    </>
  );
}

function Signing({
  kdTender,
  view,
  passed,
  sealed,
  act,
  onCancel,
  onConfirm,
}: {
  readonly kdTender: string;
  readonly view: TechnicalView;
  readonly passed: string;
  readonly sealed: string;
  readonly act: ReturnType<typeof useAct<'openings.signTechnicalResult'>>;
  readonly onCancel: () => void;
  readonly onConfirm: (identityId: string, passphrase: string) => void;
}): ReactElement | null {
  const { t } = useTranslation('opening');
  const room = useCall('openings.room', { kdTender, envelopeId: 'file-1', ask: false }).data;
  if (room === undefined) return null;
  return (
    <MemberSignDialog
      named={view.committee.map(({ certificateSha256 }) => certificateSha256)}
      title={t('technical.confirmTitle')}
      facts={[
        { label: t('fact.tender'), value: `${kdTender} ${room.opening.packageName}` },
        { label: t('fact.envelope'), value: room.opening.envelopeName },
        { label: t('technical.passed'), value: passed },
        { label: t('technical.notPassed'), value: sealed },
      ]}
      consequence={t('technical.consequence')}
      confirmLabel={t('technical.sign')}
      opens={false}
      busy={act.busy}
      problem={act.problem}
      onCancel={onCancel}
      onConfirm={({ identityId, passphrase }) => onConfirm(identityId, passphrase)}
    />
  );
}

function changed(passed: ReadonlySet<string>, id: string, on: boolean): ReadonlySet<string> {
  const next = new Set(passed);
  if (on) next.add(id);
  else next.delete(id);
  return next;
}
