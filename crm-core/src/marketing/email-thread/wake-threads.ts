import type { CrmCore } from '../../crm-core.ts';
import { systemScope } from '../../entity/scope.ts';
import { EmailThread } from './email-thread.schema.ts';

const MOST = 500;

/** What was put away until now is up to us again. @returns how many threads came back */
export async function wakeThreads(crm: CrmCore, workspaceId: string): Promise<number> {
  const threads = crm.records(EmailThread);
  const scope = systemScope(workspaceId);
  const { records } = await threads.find(scope, {
    where: [
      { field: 'state', op: 'eq', value: 'snoozed' },
      { field: 'snoozedUntil', op: 'lte', value: crm.now() },
    ],
    limit: MOST,
  });
  for (const { id } of records) await threads.update(scope, id, { state: 'open', snoozedUntil: null });
  return records.length;
}
