import { Link } from 'react-router';
import { recordsOf } from '../../api/records.ts';
import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { formatInstant } from '../../formatting.ts';
import type { EntityMetadata } from '../../metadata/kinds.ts';
import { useMetadata } from '../../metadata/metadata-provider.tsx';
import { recordPath } from '../../metadata/record-path.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { EmptyState, Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';
import type { InboundEvent, InboundHook } from './inbound-hook.ts';

const MOST = 20;
const BADGES = { done: 'badge--positive', failed: 'badge--danger', waiting: 'badge--warning' };
const WORDS = { done: 'Done', failed: 'Not taken', waiting: 'Waits' };

/** What came in at one webhook lately, and what became of it. */
export function InboundEvents({ hook: { id, name }, onLook }: { hook: InboundHook; onLook: () => void }) {
  const { workspace } = useSession();
  const { kinds } = useMetadata();
  const filter = { where: [{ field: 'hookId', op: 'eq' as const, value: id }] };
  const { data, error, reload } = useResource(
    async (signal) =>
      (
        await recordsOf<InboundEvent>(workspace.id, 'inbound-events').list({
          filter,
          sort: '-at',
          limit: MOST,
          signal,
        })
      ).records,
    [workspace.id, id],
  );
  const { isBusy, error: problem, run } = useSubmit();
  const again = (event: InboundEvent) =>
    run(async () => {
      const path = `/api/workspaces/${encodeURIComponent(workspace.id)}/inbound-events/again`;
      await request(path, { method: 'POST', body: { ids: [event.id] } });
      reload();
    });
  return (
    <section className="settings-part webhook-deliveries" aria-label={`Events of ${name}`}>
      <div className="form-actions">
        <Button
          kind="quiet"
          disabled={isBusy}
          onClick={() => {
            reload();
            onLook();
          }}
        >
          <Icon name="retry" size={16} /> Look again
        </Button>
      </div>
      {error && <ProblemState title="The events did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the events" lines={2} />}
      {problem && <Notice kind="danger">{problemText(problem)}</Notice>}
      {data?.length === 0 && <EmptyState title="Nothing came in the last 7 days" />}
      <ul className="rows">
        {data?.map((event) => (
          <li key={event.id} className="rows__row">
            <div className="rows__text">
              <strong>{event.eventId}</strong>{' '}
              <span className={`badge ${BADGES[event.status]}`}>{WORDS[event.status]}</span>
              <p>
                {formatInstant(event.at, workspace.locale, workspace.timeZone)}
                {event.told && `: ${event.told}`}
              </p>
            </div>
            <RecordLink kind={kinds?.get(event.recordEntity ?? '')} id={event.recordId} />
            {event.status === 'failed' && (
              <Button
                disabled={isBusy}
                aria-label={`Try again: ${event.eventId}`}
                onClick={() => void again(event)}
              >
                Try again
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function RecordLink({ kind, id }: { kind: EntityMetadata | undefined; id: string | undefined }) {
  return kind && id ? <Link to={recordPath(kind, id)}>Open the {kind.label.one}</Link> : null;
}
