import { recordsOf } from '../../api/records.ts';
import { useResource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import type { TeamMember } from './team-member.ts';

interface Props {
  /** What they are here: "Hosts". */
  legend: string;
  ids: readonly string[];
  onIds: (ids: string[]) => void;
}

/** Who of the team it is. */
export function TeammateChoice({ legend, ids, onIds }: Props) {
  const { workspace } = useSession();
  const { data } = useResource(
    async (signal) =>
      (
        await recordsOf<TeamMember>(workspace.id, 'team-members').list({
          sort: 'name',
          limit: 200,
          signal,
        })
      ).records,
    [workspace.id],
  );
  return (
    <fieldset className="choices">
      <legend>{legend}</legend>
      {data?.map(({ userId, name }) => (
        <label key={userId} className="check">
          <input
            type="checkbox"
            checked={ids.includes(userId)}
            onChange={(event) =>
              onIds(event.currentTarget.checked ? [...ids, userId] : ids.filter((one) => one !== userId))
            }
          />
          {name}
        </label>
      ))}
    </fieldset>
  );
}
