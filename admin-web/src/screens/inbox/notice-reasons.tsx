import type { NoticeDeliveryRecord } from '@clianta/crm-core/conversations/notice/notice-delivery.schema';
import { type Json, recordsOf } from '../../api/records.ts';
import { useResource } from '../../api/use-resource.ts';
import { capitalize, formatInstant } from '../../formatting.ts';
import type { InboxNotice } from '../../notices/notices.ts';
import { useSession } from '../../session/session-context.ts';
import { Skeleton } from '../../ui/states.tsx';

type Delivery = Json<NoticeDeliveryRecord>;

const NAMES: Record<string, string> = { push: 'Browser', mail: 'E-mail' };
const STATUS: Record<Delivery['status'], string> = {
  waiting: 'waits until',
  digest: 'comes with the digest of',
  sent: 'told',
  skipped: 'not told',
  failed: 'not taken',
};

/** Why a person was told something, and where they were told it or not. */
export function NoticeReasons({ notice }: { notice: InboxNotice }) {
  const { workspace } = useSession();
  const { data, error } = useResource(
    async (signal) => {
      const where = [{ field: 'noticeId', op: 'eq' as const, value: notice.id }];
      const deliveries = recordsOf<Delivery>(workspace.id, 'notice-deliveries');
      return (await deliveries.list({ filter: { where }, signal })).records;
    },
    [workspace.id, notice.id],
  );
  const when = (instant: string) => formatInstant(instant, workspace.locale, workspace.timeZone);
  return (
    <div className="notice-why">
      {notice.because && <p>{notice.because}</p>}
      {error && <p role="alert">{error.message}</p>}
      {!data && !error && <Skeleton label="Loading where you were told" lines={1} />}
      {data?.length === 0 && <p>It was told nowhere but here.</p>}
      <ul>
        {data?.map(({ id, channel, status, notBefore, sentAt, reason, insteadOf }) => (
          <li key={id}>
            <strong>{NAMES[channel] ?? capitalize(channel)}</strong>: {STATUS[status]}{' '}
            {status === 'sent' && sentAt && when(sentAt)}
            {(status === 'waiting' || status === 'digest') && when(notBefore)}
            {reason && status !== 'sent' && `. ${reason}`}
            {insteadOf && ` Instead of ${NAMES[insteadOf] ?? capitalize(insteadOf)}, which failed.`}
          </li>
        ))}
      </ul>
    </div>
  );
}
