import {
  Notice,
  type NoticeKind,
  type NoticeRecord,
} from '@clianta/crm-core/conversations/notice/notice.schema';
import { planDeliveries } from '@clianta/crm-core/conversations/notice/plan-deliveries';
import { createOnce } from '@clianta/crm-core/entity/create-once';
import { idFrom } from '@clianta/crm-core/entity/ids';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { logger } from '@clianta/crm-core/logger';
import type { JobContext } from './job.ts';

/** What is to be told to a person, once for its key. */
export type Note = Pick<NoticeRecord, 'workspaceId' | 'userId' | 'kind' | 'title' | 'key' | 'at'> &
  Partial<Pick<NoticeRecord, 'body' | 'entity' | 'recordId' | 'because' | 'urgency'>>;

const URGENCY: Readonly<Record<NoticeKind, NoticeRecord['urgency']>> = {
  reminder: 'normal',
  approval: 'high',
  assigned: 'normal',
  outcome: 'low',
  report: 'normal',
  security: 'critical',
};

/**
 * Stores the notice, so that it waits until the person has seen it; then shows it to them where they are connected, and
 * has it told on the channels that they want. Safe to repeat.
 */
export async function tell({ crm, notify }: JobContext, note: Note): Promise<void> {
  const { workspaceId, ...values } = note;
  const { userId, entity, recordId } = note;
  const id = idFrom(`notice:${workspaceId}:${userId}:${note.key}`);
  const { record, isNew } = await createOnce(crm, Notice, systemScope(workspaceId), id, {
    urgency: URGENCY[note.kind],
    ...values,
    ...(entity && recordId && { groupKey: `${entity}:${recordId}` }),
  });
  await planDeliveries(crm, record);
  if (isNew) await show({ crm, notify }, record);
}

/** Shows it to the person where they are connected now. */
export async function show({ notify }: JobContext, notice: NoticeRecord): Promise<void> {
  const { id, workspaceId, userId, title, body, entity, recordId, at } = notice;
  try {
    await notify(workspaceId, userId, {
      id,
      title,
      ...(body && { body }),
      ...(entity && { entity }),
      ...(recordId && { recordId }),
      at: at.toISOString(),
    });
  } catch (err) {
    logger.warn({ err, userId }, 'notice could not be shown; it waits to be seen');
  }
}
