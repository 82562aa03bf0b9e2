import type { CrmCore } from '../../crm-core.ts';
import { type Scope, systemScope } from '../../entity/scope.ts';
import { NotFoundError } from '../../errors.ts';
import { wakeNotice } from './deliver-notice.ts';
import { Notice, type NoticeRecord } from './notice.schema.ts';

/**
 * Marks the caller's own notices. Snoozed ones are out of sight until then, and are told anew.
 *
 * @returns how they were before
 * @throws NotFoundError when one is not the caller's
 */
export async function markNotices(
  crm: CrmCore,
  scope: Scope,
  ids: readonly string[],
  { state, until }: { state: NoticeRecord['state']; until?: Date | undefined },
): Promise<NoticeRecord[]> {
  const notices = crm.records(Notice);
  const found = await notices.getMany(scope, [...ids]);
  const before = ids.map((id) => {
    const notice = found.get(id);
    // Clianta's own authority marks them, so whose they are is asked here
    if (!notice || notice.isDeleted || notice.userId !== scope.actor.id)
      throw new NotFoundError('notice', id);
    return notice;
  });
  const { workspaceId } = scope;
  const system = systemScope(workspaceId);
  for (const { id } of before) {
    await notices.update(system, id, { state, snoozedUntil: until ?? null });
    if (until) await crm.enqueue(wakeNotice, { noticeId: id }, { workspaceId, key: id, at: until });
    else await crm.work.cancel(wakeNotice, workspaceId, id);
  }
  return before;
}
