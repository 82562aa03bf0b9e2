import type { WebhookSubscriptionRecord } from '@clianta/crm-core/integrations/webhook/webhook-subscription.schema';
import { useState } from 'react';
import { type Json, recordsOf } from '../../api/records.ts';
import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { formatInstant } from '../../formatting.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, ProblemState, Skeleton } from '../../ui/states.tsx';
import { AddWebhookDialog } from './add-webhook-dialog.tsx';
import { ShownOnce } from './shown-once.tsx';
import { RowButton, useRowActions } from './use-row-actions.tsx';
import { WebhookDeliveries } from './webhook-deliveries.tsx';

export type Webhook = Json<Omit<WebhookSubscriptionRecord, 'where'>>;

/** Other systems that are sent what happens here, and whether it arrives. */
export function WebhooksPanel() {
  const { workspace } = useSession();
  const webhooks = recordsOf<Webhook>(workspace.id, 'webhook-subscriptions');
  const base = `/api/workspaces/${encodeURIComponent(workspace.id)}/webhook-subscriptions`;
  const { data, error, reload } = useResource(
    async (signal) => (await webhooks.list({ sort: 'name', limit: 200, signal })).records,
    [workspace.id],
  );
  const [isAdding, setIsAdding] = useState(false);
  const [secret, setSecret] = useState<string>();
  const [open, setOpen] = useState<string>();
  const { isBusy, act, told } = useRowActions(reload);
  const post = <T,>({ id }: Webhook, path: string) =>
    request<T>(`${base}/${encodeURIComponent(id)}/${path}`, { method: 'POST', body: {} });
  return (
    <Panel
      title="Sent"
      about="Each event is posted as JSON to the address, signed by the Standard Webhooks specification. What is not taken is tried ten times in three days."
    >
      {error && <ProblemState title="The webhooks did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the webhooks" lines={3} />}
      {told}
      {data?.length === 0 && (
        <EmptyState title="No webhooks">
          <p>Add one to have another system told, for example of every deal that is won.</p>
        </EmptyState>
      )}
      <ul className="rows">
        {data?.map((webhook) => (
          <li key={webhook.id} className="rows__row">
            <div className="rows__text">
              <strong>{webhook.name}</strong> <State webhook={webhook} />
              <p>{webhook.url}</p>
              <p>{webhook.events.join(', ')}</p>
              {webhook.disabledReason && <p>{webhook.disabledReason}</p>}
            </div>
            <div className="webhook-actions">
              <Button
                kind="quiet"
                disabled={isBusy}
                aria-expanded={open === webhook.id}
                aria-label={`Deliveries to ${webhook.name}`}
                onClick={() => setOpen(open === webhook.id ? undefined : webhook.id)}
              >
                Deliveries
              </Button>
              <Button
                kind="quiet"
                disabled={isBusy || webhook.status !== 'on'}
                aria-label={`Test ${webhook.name}`}
                onClick={() =>
                  act(async () => {
                    await post(webhook, 'test');
                    setOpen(webhook.id);
                  }, `A test event is on its way to ${webhook.name}.`)
                }
              >
                Test
              </Button>
              <Button
                kind="quiet"
                disabled={isBusy}
                aria-label={`New secret for ${webhook.name}`}
                onClick={() =>
                  act(async () => setSecret((await post<{ secret: string }>(webhook, 'secret')).secret))
                }
              >
                New secret
              </Button>
              <RowButton
                label={webhook.status === 'on' ? 'Pause' : 'Turn on'}
                of={webhook.name}
                disabled={isBusy}
                onClick={() =>
                  act(() =>
                    webhooks.update(webhook.id, { status: webhook.status === 'on' ? 'paused' : 'on' }),
                  )
                }
              />
              <RowButton
                label="Remove"
                of={webhook.name}
                disabled={isBusy}
                onClick={() =>
                  act(
                    () => webhooks.remove(webhook.id),
                    `Removed ${webhook.name}. You can undo this in the audit log.`,
                  )
                }
              />
            </div>
            {open === webhook.id && <WebhookDeliveries webhook={webhook} />}
          </li>
        ))}
      </ul>
      <div className="form-actions">
        <Button onClick={() => setIsAdding(true)}>
          <Icon name="plus" /> Add a webhook
        </Button>
      </div>
      {isAdding && (
        <AddWebhookDialog
          onClose={() => setIsAdding(false)}
          onMade={(made) => {
            setIsAdding(false);
            setSecret(made);
            reload();
          }}
        />
      )}
      {secret && (
        <ShownOnce title="What it is signed with" text={secret} onClose={() => setSecret(undefined)}>
          The other system checks “webhook-signature” with this secret. The one before it works on until the
          next is made.
        </ShownOnce>
      )}
    </Panel>
  );
}

function State({ webhook: { status, failingSince } }: { webhook: Webhook }) {
  const { workspace } = useSession();
  if (status === 'paused') return <span className="badge">Paused</span>;
  if (status === 'disabled') return <span className="badge badge--danger">Off</span>;
  if (!failingSince) return <span className="badge badge--positive">On</span>;
  return (
    <span className="badge badge--warning">
      Failing since {formatInstant(failingSince, workspace.locale, workspace.timeZone)}
    </span>
  );
}
