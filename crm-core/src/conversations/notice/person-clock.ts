import type { CrmCore } from '../../crm-core.ts';
import { systemScope } from '../../entity/scope.ts';
import { User } from '../../workspace/user/user.schema.ts';

/** The clock that a person lives by: their own zone, else the workspace's. */
export async function zoneOf(crm: CrmCore, workspaceId: string, userId: string): Promise<string> {
  const [{ timeZone }, users] = await Promise.all([
    crm.facts(workspaceId),
    crm.records(User).getMany(systemScope(workspaceId), [userId]),
  ]);
  return users.get(userId)?.timeZone ?? timeZone;
}
