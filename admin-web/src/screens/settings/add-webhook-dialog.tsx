import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { capitalize } from '../../formatting.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { useForm } from '../../ui/use-submit.ts';

interface Props {
  onMade: (secret: string) => void;
  onClose: () => void;
}

interface SendableEvent {
  type: string;
  /** The records that it is about, in words. */
  of: string;
}

export function AddWebhookDialog({ onMade, onClose }: Props) {
  const { workspace } = useSession();
  const base = `/api/workspaces/${encodeURIComponent(workspace.id)}`;
  const { data, error, reload } = useResource(
    async (signal) =>
      (await request<{ events: SendableEvent[] }>(`${base}/webhook-events`, { signal })).events,
    [workspace.id],
  );
  const form = useForm({ name: '', url: '', events: [] as string[] }, async (body) => {
    const path = `${base}/webhook-subscriptions/make`;
    onMade((await request<{ secret: string }>(path, { method: 'POST', body })).secret);
  });
  const { field, values, problem, isBusy, onSubmit } = form;
  const toggle = (type: string, isChosen: boolean) =>
    field('events').onValue(
      isChosen ? [...values.events, type] : values.events.filter((one) => one !== type),
    );
  const kinds = [...new Set(data?.map(({ of }) => of))];
  return (
    <Dialog title="Add a webhook" onClose={onClose}>
      <form className="dialog-form" onSubmit={onSubmit}>
        {problem && <Notice kind="danger">{problem}</Notice>}
        <TextField
          label="Name of the other system"
          required
          maxLength={80}
          placeholder="ERP"
          {...field('name')}
        />
        <TextField
          label="Address"
          type="url"
          required
          placeholder="https://erp.example.com/hooks"
          hint="Public, and with https. Nothing is sent into private networks."
          {...field('url')}
        />
        {error && <ProblemState title="The events did not load" error={error} onRetry={reload} />}
        {!data && !error && <Skeleton label="Loading the events" lines={4} />}
        <div className="webhook-events">
          {kinds.map((of) => (
            <fieldset key={of} className="choices">
              <legend>{capitalize(of)}</legend>
              {data
                ?.filter((event) => event.of === of)
                .map(({ type }) => (
                  <label key={type} className="check">
                    <input
                      type="checkbox"
                      checked={values.events.includes(type)}
                      onChange={(event) => toggle(type, event.currentTarget.checked)}
                    />
                    {type}
                  </label>
                ))}
            </fieldset>
          ))}
        </div>
        <div className="dialog__actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            kind="primary"
            disabled={isBusy || !values.name.trim() || !values.url || values.events.length === 0}
          >
            {isBusy ? 'Adding…' : 'Add the webhook'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
