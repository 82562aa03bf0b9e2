import { useState } from 'react';
import { recordsOf } from '../../api/records.ts';
import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { formatInstant } from '../../formatting.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, ProblemState, Skeleton } from '../../ui/states.tsx';
import { AddInboundDialog } from './add-inbound-dialog.tsx';
import { InboundEvents } from './inbound-events.tsx';
import type { InboundHook, NewInbound } from './inbound-hook.ts';
import { ShownInbound } from './shown-inbound.tsx';
import { RowButton, useRowActions } from './use-row-actions.tsx';

/** Addresses that other systems send events to, and what became of these. */
export function InboundHooksPanel() {
  const { workspace } = useSession();
  const hooks = recordsOf<InboundHook>(workspace.id, 'inbound-hooks');
  const { data, error, reload } = useResource(
    async (signal) => (await hooks.list({ sort: 'name', limit: 200, signal })).records,
    [workspace.id],
  );
  const [isAdding, setIsAdding] = useState(false);
  const [made, setMade] = useState<NewInbound>();
  const [open, setOpen] = useState<string>();
  const { isBusy, act, told } = useRowActions(reload);
  const renew = ({ id }: InboundHook, what: 'secret' | 'address') =>
    act(async () => {
      const path = `/api/workspaces/${encodeURIComponent(workspace.id)}/inbound-hooks/${encodeURIComponent(id)}/${what}`;
      setMade(await request<NewInbound>(path, { method: 'POST', body: {} }));
    });
  return (
    <Panel
      title="Received"
      about="Other systems send events here as JSON. Each makes a record, or changes the one that it is about; what they write is marked as from outside."
    >
      {error && <ProblemState title="The webhooks did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading what is received" lines={3} />}
      {told}
      {data?.length === 0 && (
        <EmptyState title="Nothing is received">
          <p>Make an address to have another system bring, for example, everybody who signs up in a shop.</p>
        </EmptyState>
      )}
      <ul className="rows">
        {data?.map((hook) => (
          <li key={hook.id} className="rows__row">
            <div className="rows__text">
              <strong>{hook.name}</strong>{' '}
              {hook.status === 'paused' ? (
                <span className="badge">Paused</span>
              ) : (
                <span className="badge badge--positive">On</span>
              )}
              <p>{hook.mapping.map(({ path, field }) => `${path} → ${field}`).join(', ')}</p>
              <p>
                {hook.proof === 'signed' ? 'Signed' : 'By its address alone'}
                {hook.matchBy && `, the same one by ${hook.matchBy}`}.{' '}
                {hook.lastAt
                  ? `Last event ${formatInstant(hook.lastAt, workspace.locale, workspace.timeZone)}.`
                  : 'No event yet.'}
              </p>
            </div>
            <div className="webhook-actions">
              <Button
                kind="quiet"
                disabled={isBusy}
                aria-expanded={open === hook.id}
                aria-label={`Events of ${hook.name}`}
                onClick={() => setOpen(open === hook.id ? undefined : hook.id)}
              >
                Events
              </Button>
              {hook.proof === 'signed' && (
                <Button
                  kind="quiet"
                  disabled={isBusy}
                  aria-label={`New secret for ${hook.name}`}
                  onClick={() => void renew(hook, 'secret')}
                >
                  New secret
                </Button>
              )}
              <Button
                kind="quiet"
                disabled={isBusy}
                aria-label={`New address for ${hook.name}`}
                onClick={() => void renew(hook, 'address')}
              >
                New address
              </Button>
              <RowButton
                label={hook.status === 'on' ? 'Pause' : 'Turn on'}
                of={hook.name}
                disabled={isBusy}
                onClick={() =>
                  act(() => hooks.update(hook.id, { status: hook.status === 'on' ? 'paused' : 'on' }))
                }
              />
              <RowButton
                label="Remove"
                of={hook.name}
                disabled={isBusy}
                onClick={() =>
                  act(
                    () => hooks.remove(hook.id),
                    `Removed ${hook.name}. You can undo this in the audit log.`,
                  )
                }
              />
            </div>
            {open === hook.id && <InboundEvents hook={hook} onLook={reload} />}
          </li>
        ))}
      </ul>
      <div className="form-actions">
        <Button onClick={() => setIsAdding(true)}>
          <Icon name="plus" /> Receive events
        </Button>
      </div>
      {isAdding && (
        <AddInboundDialog
          onClose={() => setIsAdding(false)}
          onMade={(next) => {
            setIsAdding(false);
            setMade(next);
            reload();
          }}
        />
      )}
      {made && <ShownInbound made={made} onClose={() => setMade(undefined)} />}
    </Panel>
  );
}
