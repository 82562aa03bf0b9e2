import { deliverNotice } from '@clianta/crm-core/conversations/notice/deliver-notice';
import { Notice, type NoticeRecord } from '@clianta/crm-core/conversations/notice/notice.schema';
import { NoticePreference } from '@clianta/crm-core/conversations/notice/notice-preference.schema';
import { afterQuiet } from '@clianta/crm-core/conversations/notice/quiet-hours';
import { idFrom } from '@clianta/crm-core/entity/ids';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { ConflictError } from '@clianta/crm-core/errors';
import { logger } from '@clianta/crm-core/logger';
import { ExternalIdentity } from '@clianta/crm-core/workspace/external-identity/external-identity.schema';
import type { JobContext } from './job.ts';

/** What is to be told to a person, once for its key. */
export type Note = Pick<NoticeRecord, 'workspaceId' | 'userId' | 'kind' | 'title' | 'key' | 'at'> &
  Partial<Pick<NoticeRecord, 'body' | 'entity' | 'recordId'>>;

/**
 * Stores the notice, so that it waits until the person has seen it; then shows it to them where they are connected, and
 * sends a reminder, or what waits for their decision, to their chats outside. Safe to repeat.
 */
export async function tell({ crm, notify }: JobContext, note: Note): Promise<void> {
  const { workspaceId, userId } = note;
  const id = idFrom(`notice:${workspaceId}:${userId}:${note.key}`);
  const isNew = await store({ crm }, note, id);
  if (note.kind === 'reminder' || note.kind === 'approval') await deliverOutside({ crm }, note, id);
  if (!isNew) return;
  const { title, body, entity, recordId, at } = note;
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

/** @returns whether it had not been told before */
async function store(
  { crm }: Pick<JobContext, 'crm'>,
  { workspaceId, ...values }: Note,
  id: string,
): Promise<boolean> {
  const notices = crm.records(Notice);
  const scope = systemScope(workspaceId);
  if ((await notices.getMany(scope, [id])).has(id)) return false;
  try {
    await notices.create(scope, values, { id });
    return true;
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    return false;
  }
}

async function deliverOutside(
  { crm }: Pick<JobContext, 'crm'>,
  { workspaceId, userId }: Note,
  noticeId: string,
): Promise<void> {
  const system = systemScope(workspaceId);
  const [{ records }, preference, { timeZone }] = await Promise.all([
    crm.records(ExternalIdentity).find(system, {
      where: [{ field: 'userId', op: 'eq', value: userId }],
      limit: 20,
    }),
    crm.records(NoticePreference).findOne(system, { userId }),
    crm.localOf(workspaceId, userId),
  ]);
  const wanted = preference?.channel;
  const told = wanted ? records.filter(({ channel }) => channel === wanted) : records;
  const at = preference ? afterQuiet(preference, crm.now(), timeZone) : crm.now();
  for (const { id: identityId } of told) {
    const key = `${noticeId}:${identityId}`;
    await crm.enqueue(deliverNotice, { noticeId, identityId }, { workspaceId, key, at });
  }
}
