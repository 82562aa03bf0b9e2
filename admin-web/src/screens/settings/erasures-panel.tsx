import type { ErasureRecord } from '@clianta/crm-core/erasure/erasure/erasure.schema';
import { type Json, recordsOf } from '../../api/records.ts';
import { usePages } from '../../api/use-pages.ts';
import { formatDate, formatInstant } from '../../formatting.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, Notice, ProblemState, Skeleton } from '../../ui/states.tsx';

type Erasure = Json<ErasureRecord>;

const PAGE = 20;

const STATES: Readonly<Record<Erasure['state'], string>> = {
  running: 'Being erased',
  done: 'Erased and proven',
  stuck: 'Not finished',
};

const KINDS: Readonly<Record<Erasure['state'], string>> = {
  running: 'badge',
  done: 'badge badge--positive',
  stuck: 'badge badge--danger',
};

/** Who was erased, without saying who: how far it is, counts by place, and the certificate. */
export function ErasuresPanel() {
  const { workspace } = useSession();
  const erasures = recordsOf<Erasure>(workspace.id, 'erasures');
  const { data, error, reload, hasMore, isLoadingMore, loadMore } = usePages(
    async (options) => {
      const { records: rows, ...rest } = await erasures.list({ sort: '-createdAt', limit: PAGE, ...options });
      return { rows, ...rest };
    },
    [workspace.id],
  );
  return (
    <Panel
      title="Erasures"
      about="Say “Erase Jane Doe, she asked” in the chat: it shows where she is, and asks for her name. It cannot be undone."
    >
      {error && <ProblemState title="The erasures did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the erasures" lines={4} />}
      {data?.rows.length === 0 && (
        <EmptyState title="Nobody has been erased">
          <p>What is listed here says how much went, never of whom.</p>
        </EmptyState>
      )}
      <ul className="rows" aria-label="Erasures">
        {data?.rows.map((one) => (
          <ErasureRow key={one.id} erasure={one} />
        ))}
      </ul>
      {hasMore && (
        <Button disabled={isLoadingMore} onClick={loadMore}>
          Show more
        </Button>
      )}
    </Panel>
  );
}

function ErasureRow({ erasure }: { erasure: Erasure }) {
  const { workspace } = useSession();
  const { locale, timeZone } = workspace;
  const { id, state, steps, proof, trouble } = erasure;
  const file = (kind: 'pdf' | 'json') =>
    `/api/workspaces/${encodeURIComponent(workspace.id)}/erasures/${encodeURIComponent(id)}/certificate.${kind}`;
  const number = (value: number) => value.toLocaleString(locale);
  const sum = (of: 'erased' | 'kept') => steps.reduce((all, step) => all + step[of], 0);
  return (
    <li className="rows__row" id={id}>
      <div className="rows__text">
        <strong>Asked {formatInstant(erasure.createdAt, locale, timeZone)}</strong>{' '}
        <span className={KINDS[state]}>{STATES[state]}</span>
        <p>
          {number(sum('erased'))} erased in {number(steps.length)} places
          {sum('kept') > 0 && `, ${number(sum('kept'))} kept for a reason`}
          {state !== 'done' && `; due ${formatDate(erasure.dueAt, locale, timeZone)}`}
          {erasure.reason && `; ${erasure.reason}`}
        </p>
        {proof && (
          <p>
            Proof: {number(proof.documents)} documents and {number(proof.files)} files looked through,{' '}
            {proof.left === 0 ? 'nothing left' : `${number(proof.left)} left for a reason`}.
          </p>
        )}
        {trouble && <Notice kind="danger">{trouble}</Notice>}
        {steps.length > 0 && (
          <details>
            <summary>Places</summary>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">Where</th>
                  <th scope="col">Erased</th>
                  <th scope="col">Kept</th>
                </tr>
              </thead>
              <tbody>
                {steps.map((step) => (
                  <tr key={step.target}>
                    <td>
                      {step.target}
                      {step.why && <small> {step.why}</small>}
                    </td>
                    <td>{number(step.erased)}</td>
                    <td>{number(step.kept)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        )}
      </div>
      {state === 'done' && (
        <div className="settings-pair">
          <a className="button button--plain" href={file('pdf')} download>
            Certificate
          </a>
          <a className="button button--plain" href={file('json')} download>
            JSON
          </a>
        </div>
      )}
    </li>
  );
}
