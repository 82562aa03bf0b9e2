import { recordsOf } from '../../api/records.ts';
import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import { SelectField } from '../../ui/field.tsx';
import { Panel } from '../../ui/page.tsx';
import { ProblemState, Skeleton } from '../../ui/states.tsx';
import { browserTimeZone, localeChoices, timeZoneChoices } from '../set-up/choices.ts';
import { SettingsForm } from './settings-form.tsx';
import type { TeamMember } from './team-member.ts';

const AS_WORKSPACE = { value: '', label: 'As in the workspace' };

/** On whose clock one reads and says times, and how dates and numbers are written. */
export function PreferencesPanel() {
  const { session, workspace, refresh } = useSession();
  const userId = session.user.id;
  const { data, error, reload, replace } = useResource(
    async (signal) => {
      const where = [{ field: 'userId', op: 'eq' as const, value: userId }];
      const members = recordsOf<TeamMember>(workspace.id, 'team-members');
      return (await members.list({ filter: { where }, limit: 1, signal })).records[0];
    },
    [workspace.id, userId],
  );
  return (
    <Panel
      title="Time and language"
      about="“Tomorrow at 10” is ten o’clock there, wherever you write it; reminders and answers say times on that clock too."
    >
      {error && <ProblemState title="Your settings did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading your settings" lines={2} />}
      {data && (
        <SettingsForm
          key={data.version}
          initial={{ timeZone: data.timeZone ?? '', locale: data.locale ?? '' }}
          save={async ({ timeZone, locale }) => {
            const path = `/api/workspaces/${encodeURIComponent(workspace.id)}/me`;
            const body = { timeZone: timeZone || null, locale: locale || null };
            replace(await request<TeamMember>(path, { method: 'PATCH', body }));
            await refresh();
          }}
        >
          {({ field, values }) => (
            <>
              <SelectField
                label="Your time zone"
                hint={`This browser is in ${browserTimeZone().replaceAll('_', ' ')}.`}
                options={[AS_WORKSPACE, ...timeZoneChoices(values.timeZone || workspace.timeZone)]}
                {...field('timeZone')}
              />
              <SelectField
                label="Dates and numbers"
                options={[AS_WORKSPACE, ...localeChoices(values.locale || workspace.locale)]}
                {...field('locale')}
              />
            </>
          )}
        </SettingsForm>
      )}
    </Panel>
  );
}
