import { ApiError } from '../../api/api-error.ts';
import { recordsOf } from '../../api/records.ts';
import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import { Panel } from '../../ui/page.tsx';
import { ProblemState, Skeleton } from '../../ui/states.tsx';
import { DaysOff } from './days-off.tsx';
import { SettingsForm } from './settings-form.tsx';
import type { TeamMember } from './team-member.ts';
import { OFFICE, type Span, WeeklyHours } from './weekly-hours.tsx';

interface Values {
  isOwn: boolean;
  hours: Span[];
  daysOff: string[];
}

/** When one can be met: by whoever looks for a free time, and by one's booking links. */
export function WorkingHoursPanel() {
  const { session, workspace } = useSession();
  const userId = session.user.id;
  const { data, error, reload, replace } = useResource(
    async (signal) => {
      const where = [{ field: 'userId', op: 'eq' as const, value: userId }];
      const members = recordsOf<TeamMember>(workspace.id, 'team-members');
      return (await members.list({ filter: { where }, limit: 1, signal })).records[0];
    },
    [workspace.id, userId],
  );
  const save = async ({ isOwn, hours, daysOff }: Values) => {
    if (isOwn && hours.length === 0)
      throw new ApiError('Say hours for at least one day, or go by those of the workspace.', {
        code: 'invalid',
        status: 0,
      });
    const path = `/api/workspaces/${encodeURIComponent(workspace.id)}/me`;
    const body = { hours: isOwn ? hours : null, daysOff: daysOff.length > 0 ? daysOff : null };
    replace(await request<TeamMember>(path, { method: 'PATCH', body }));
  };
  const isOwn = (data?.hours?.length ?? 0) > 0;
  return (
    <Panel
      title="Your working hours"
      about={`Free times and booking links are found within them, on your clock (${workspace.timeZone.replaceAll('_', ' ')}).`}
    >
      {error && <ProblemState title="Your hours did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading your hours" lines={3} />}
      {data && (
        <SettingsForm<Values>
          key={data.version}
          initial={{
            isOwn,
            hours: isOwn ? (data.hours ?? []) : [...OFFICE],
            daysOff: data.daysOff ?? [],
          }}
          save={save}
          isStacked
        >
          {({ values, setValues, field }) => (
            <>
              <label className="check">
                <input
                  type="checkbox"
                  checked={values.isOwn}
                  onChange={(event) => setValues({ ...values, isOwn: event.currentTarget.checked })}
                />
                Hours of my own, instead of those of the workspace
              </label>
              {values.isOwn && (
                <WeeklyHours
                  spans={values.hours}
                  error={field('hours').error}
                  onSpans={(hours) => setValues({ ...values, hours })}
                />
              )}
              <DaysOff
                title="Days off"
                days={values.daysOff}
                onDays={(daysOff) => setValues({ ...values, daysOff })}
              />
            </>
          )}
        </SettingsForm>
      )}
    </Panel>
  );
}
