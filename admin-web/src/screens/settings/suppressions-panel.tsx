import type { SuppressionRecord } from '@clianta/crm-core/marketing/suppression/suppression.schema';
import { useState } from 'react';
import { type Json, recordsOf } from '../../api/records.ts';
import { useResource } from '../../api/use-resource.ts';
import { formatInstant } from '../../formatting.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, ProblemState, Skeleton } from '../../ui/states.tsx';
import { useForm } from '../../ui/use-submit.ts';
import { RowButton, useRowActions } from './use-row-actions.tsx';

type Suppressed = Json<SuppressionRecord>;

const MOST = 100;

const REASONS: Readonly<Record<Suppressed['reason'], string>> = {
  unsubscribe: 'Unsubscribed',
  hardBounce: 'Does not exist',
  softBounces: 'Came back three times',
  complaint: 'Marked as spam',
  stop: 'Asked to stop',
  manual: 'By the team',
};

/** Addresses that get no mail, and why; an admin may take one back. */
export function SuppressionsPanel() {
  const { workspace, isAdmin } = useSession();
  const suppressions = recordsOf<Suppressed>(workspace.id, 'suppressions');
  const [search, setSearch] = useState('');
  const { data, error, reload } = useResource(
    (signal) =>
      suppressions.list({
        sort: '-createdAt',
        limit: MOST,
        isCounted: true,
        signal,
        ...(search && { search }),
      }),
    [workspace.id, search],
  );
  const { isBusy, act, told } = useRowActions(reload);
  const form = useForm({ address: '' }, async ({ address }) => {
    await suppressions.create({ address, scope: 'all', reason: 'manual' });
    form.setValues({ address: '' });
    reload();
  });
  const { locale, timeZone } = workspace;
  return (
    <Panel
      title="No mail to"
      about="Asked before every mail. Unsubscribing stops marketing; receipts and answers still go out."
    >
      {error && <ProblemState title="The list did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the list" lines={3} />}
      {told}
      {((data?.records.length ?? 0) > 0 || search) && (
        <div className="settings-filter">
          <TextField label="Find an address" type="search" value={search} onValue={setSearch} />
        </div>
      )}
      {data?.records.length === 0 && (
        <EmptyState title={search ? 'No such address' : 'Everybody may be written to'}>
          <p>
            {search ? 'It is not kept from mail.' : 'Who unsubscribes, or does not exist, is listed here.'}
          </p>
        </EmptyState>
      )}
      <ul className="rows" aria-label="Addresses without mail">
        {data?.records.map((one) => (
          <li key={one.id} className="rows__row">
            <div className="rows__text">
              <strong>{one.address ?? 'A forgotten address'}</strong>{' '}
              <span className="badge">{REASONS[one.reason]}</span>
              <p>
                {one.scope === 'all'
                  ? 'No mail'
                  : one.scope === 'topic'
                    ? `Nothing of “${one.topic}”`
                    : 'No marketing'}
                , since {formatInstant(one.createdAt, locale, timeZone)}
                {one.until && `, until ${formatInstant(one.until, locale, timeZone)}`}
              </p>
              {one.note && <p>{one.note}</p>}
            </div>
            {isAdmin && (
              <RowButton
                label="Remove"
                of={one.address ?? 'the address'}
                disabled={isBusy}
                onClick={() =>
                  act(
                    () => suppressions.remove(one.id),
                    `${one.address ?? 'The address'} may be written to. You can undo this in the audit log.`,
                  )
                }
              />
            )}
          </li>
        ))}
      </ul>
      {data?.count !== undefined && data.count > MOST && (
        <p>
          The newest {MOST} of {data.count}; find others by their address.
        </p>
      )}
      <form className="settings-filter" onSubmit={form.onSubmit}>
        <TextField label="Never write to" type="email" required {...form.field('address')} />
        <div className="form-actions">
          <Button type="submit" disabled={form.isBusy || !form.values.address}>
            Add
          </Button>
        </div>
      </form>
    </Panel>
  );
}
