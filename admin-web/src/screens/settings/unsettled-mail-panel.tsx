import type { EmailMessageRecord } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import type { Json } from '../../api/records.ts';
import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { formatInstant } from '../../formatting.ts';
import { useSession } from '../../session/session-context.ts';
import { Panel } from '../../ui/page.tsx';
import { ProblemState } from '../../ui/states.tsx';
import { RowButton, useRowActions } from './use-row-actions.tsx';

type Mail = Json<EmailMessageRecord>;

const WAITING: Readonly<Record<string, string>> = {
  unknown: 'Nobody knows whether it went out',
  held: 'Waits for you',
  failed: 'Did not go out',
};

/** Mails of one's own that nothing goes on with until somebody decides; nothing is shown where there are none. */
export function UnsettledMailPanel() {
  const { workspace } = useSession();
  const base = `/api/workspaces/${encodeURIComponent(workspace.id)}/email-messages`;
  const { data, error, reload } = useResource(
    async (signal) => (await request<{ mails: Mail[] }>(`${base}/unsettled`, { signal })).mails,
    [workspace.id],
  );
  const { isBusy, act, told } = useRowActions(reload);
  const settle = ({ id }: Mail, as: string) =>
    request(`${base}/${encodeURIComponent(id)}/settle`, { method: 'POST', body: { as } });
  if (error) return <ProblemState title="The mail did not load" error={error} onRetry={reload} />;
  if (!data?.length) return null;
  const { locale, timeZone } = workspace;
  return (
    <Panel
      title="Mail that waits for you"
      about="A mail that may have arrived is not sent again by itself. Look into your Sent folder, then decide."
    >
      {told}
      <ul className="rows" aria-label="Mail that waits for you">
        {data.map((mail) => {
          const to = mail.to.map(({ name, address }) => name || address).join(', ');
          const of = `“${mail.subject}” to ${to}`;
          const press = (label: string, as: string, said: string) => (
            <RowButton
              label={label}
              of={of}
              disabled={isBusy}
              onClick={() => act(() => settle(mail, as), said)}
            />
          );
          return (
            <li key={mail.id} className="rows__row">
              <div className="rows__text">
                <strong>{mail.subject || 'No subject'}</strong>{' '}
                <span className="badge badge--warning">{WAITING[mail.status]}</span>
                <p>
                  To {to}, {formatInstant(mail.createdAt, locale, timeZone)}
                </p>
                {mail.why && <p>{mail.why}</p>}
              </div>
              <div className="rows__state">
                {mail.status === 'unknown' && press('It was sent', 'sent', 'Noted as sent.')}
                {press('Send again', 'again', 'It goes out again.')}
                {mail.status !== 'unknown' && press('Drop', 'dropped', 'It does not go out.')}
              </div>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
