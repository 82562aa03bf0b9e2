import { recordsOf } from '../api/records.ts';
import { useResource } from '../api/use-resource.ts';

interface Person {
  userId: string;
  name: string;
}

const MOST = 200;
const NOBODY: Person[] = [];

/** Who may have made a change: what somebody did stays theirs after they have left the team. */
export function usePeople(workspaceId: string): Person[] {
  const { data } = useResource(
    async (signal) =>
      (await recordsOf<Person>(workspaceId, 'team-members').list({ limit: MOST, deleted: 'all', signal }))
        .records,
    [workspaceId],
  );
  return data ?? NOBODY;
}
