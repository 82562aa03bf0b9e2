import type { WebhookDeliveryRecord } from '@clianta/crm-core/integrations/webhook/webhook-delivery.schema';
import { type Json, recordsOf } from '../../api/records.ts';
import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { formatInstant } from '../../formatting.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { EmptyState, Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';
import type { Webhook } from './webhooks-panel.tsx';

type Delivery = Json<WebhookDeliveryRecord>;

const MOST = 20;
const BADGES = { sent: 'badge--positive', failed: 'badge--danger', waiting: 'badge--warning', skipped: '' };
const WORDS = { sent: 'Taken', failed: 'Given up', waiting: 'Waits', skipped: 'Left out' };

/** What was sent to one address lately, attempt by attempt. */
export function WebhookDeliveries({ webhook: { id, name } }: { webhook: Webhook }) {
  const { workspace } = useSession();
  const filter = { where: [{ field: 'subscriptionId', op: 'eq' as const, value: id }] };
  const { data, error, reload } = useResource(
    async (signal) =>
      (
        await recordsOf<Delivery>(workspace.id, 'webhook-deliveries').list({
          filter,
          sort: '-at',
          limit: MOST,
          signal,
        })
      ).records,
    [workspace.id, id],
  );
  const { isBusy, error: problem, run } = useSubmit();
  const again = (delivery: Delivery) =>
    run(async () => {
      const path = `/api/workspaces/${encodeURIComponent(workspace.id)}/webhook-deliveries/again`;
      await request(path, { method: 'POST', body: { ids: [delivery.id] } });
      reload();
    });
  const at = (instant: string) => formatInstant(instant, workspace.locale, workspace.timeZone);
  return (
    <section className="settings-part webhook-deliveries" aria-label={`Deliveries to ${name}`}>
      <div className="form-actions">
        <Button kind="quiet" disabled={isBusy} onClick={() => reload()}>
          <Icon name="retry" size={16} /> Look again
        </Button>
      </div>
      {error && <ProblemState title="The deliveries did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the deliveries" lines={2} />}
      {problem && <Notice kind="danger">{problemText(problem)}</Notice>}
      {data?.length === 0 && <EmptyState title="Nothing was sent in the last 30 days" />}
      <ul className="rows">
        {data?.map((delivery) => (
          <li key={delivery.id} className="rows__row">
            <div className="rows__text">
              <strong>{delivery.type}</strong> {delivery.title}{' '}
              <span className={`badge ${BADGES[delivery.status]}`}>{WORDS[delivery.status]}</span>
              {delivery.attempts.length === 0 && <p>{at(delivery.at)}: not tried yet</p>}
              {delivery.attempts.slice(-3).map((attempt) => (
                <p key={attempt.at}>
                  {at(attempt.at)}: {attempt.status ?? 'no answer'}, {attempt.ms} ms
                  {attempt.answer && ` — ${attempt.answer.slice(0, 160)}`}
                </p>
              ))}
              {delivery.status === 'waiting' && delivery.nextAt && delivery.attempts.length > 0 && (
                <p>Next attempt {at(delivery.nextAt)}</p>
              )}
            </div>
            {delivery.status !== 'waiting' && (
              <Button
                disabled={isBusy}
                aria-label={`Send again: ${delivery.type} ${delivery.title}`}
                onClick={() => void again(delivery)}
              >
                Send again
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
