import type { ShownSchedule } from '@clianta/bot/api/schedule.schema';
import { useState } from 'react';
import { recordsOf } from '../../api/records.ts';
import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { formatInstant } from '../../formatting.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/page.tsx';
import { Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';

/** What the clock does in the workspace: when, whether, and what came of it. */
export function SchedulesPanel() {
  const { workspace, isAdmin } = useSession();
  const base = `/api/workspaces/${encodeURIComponent(workspace.id)}/schedules`;
  const { data, error, reload } = useResource(
    async (signal) => (await request<{ schedules: ShownSchedule[] }>(base, { signal })).schedules,
    [workspace.id],
  );
  const { isBusy, error: problem, run } = useSubmit();
  const change = (id: string, patch: object) =>
    run(async () => {
      await recordsOf(workspace.id, 'workspace-schedules').update(id, patch);
      reload();
    });
  const doNow = (work: string) =>
    run(async () => {
      await request(`${base}/${work}/run`, { method: 'POST' });
      reload();
    });
  const at = (instant: string) => formatInstant(instant, workspace.locale, workspace.timeZone);
  return (
    <Panel
      title="Schedules"
      about={`Done on the clock of ${workspace.timeZone}, once a day each. What was missed is made up for on the same day.`}
    >
      {error && <ProblemState title="The schedules did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the schedules" lines={6} />}
      {problem && <Notice kind="danger">{problemText(problem)}</Notice>}
      <ul className="rows">
        {data?.map(({ id, work, label, says, isOn, localTime, nextAt, lastRunAt, lastResult }) => (
          <li key={id} className="rows__row">
            <div className="rows__text">
              <strong>{label}</strong> {!isOn && <span className="badge">Off</span>}
              <p>
                {says.charAt(0).toUpperCase() + says.slice(1)}.{isOn && nextAt && ` Next ${at(nextAt)}.`}
                {lastRunAt && ` Last ${at(lastRunAt)}: ${lastResult ?? 'done'}.`}
              </p>
            </div>
            {isAdmin && localTime && (
              <TimeOfDay
                label={`Time of ${label}`}
                time={localTime}
                onTime={(time) => void change(id, { localTime: time })}
              />
            )}
            {isAdmin && (
              <>
                <Button
                  kind="quiet"
                  disabled={isBusy}
                  aria-label={`Turn ${isOn ? 'off' : 'on'} ${label}`}
                  onClick={() => void change(id, { isOn: !isOn })}
                >
                  {isOn ? 'Turn off' : 'Turn on'}
                </Button>
                <Button disabled={isBusy} aria-label={`Do it now: ${label}`} onClick={() => void doNow(work)}>
                  Do it now
                </Button>
              </>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Set when it is left: while somebody types, it is not a time yet. */
function TimeOfDay({ label, time, onTime }: { label: string; time: string; onTime: (time: string) => void }) {
  const [text, setText] = useState(time);
  return (
    <input
      className="input schedule-time"
      type="time"
      aria-label={label}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => (text && text !== time ? onTime(text) : setText(time))}
    />
  );
}
