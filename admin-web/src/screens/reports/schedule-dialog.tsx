import { recordsOf } from '../../api/records.ts';
import { useResource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/states.tsx';
import { problemText, useForm, useSubmit } from '../../ui/use-submit.ts';
import type { TeamMember } from '../settings/team-member.ts';
import { type ReportJson, reportsOf } from './reports-api.ts';

const EVERY = [
  { value: 'day', label: 'Every day' },
  { value: 'week', label: 'Every week' },
  { value: 'month', label: 'Every month' },
];
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'].map(
  (label, at) => ({
    value: String(at + 1),
    label,
  }),
);
const MONTH_DAYS = Array.from({ length: 31 }, (_, at) => ({
  value: String(at + 1),
  label: at === 30 ? '31, or the last day' : String(at + 1),
}));
const MOST = 200;

interface Props {
  report: ReportJson;
  onClose: () => void;
  onKept: (report: ReportJson) => void;
}

/** When a report is sent by itself, and to which teammates. Addresses outside need an approval: that is asked for in the chat. */
export function ScheduleDialog({ report, onClose, onKept }: Props) {
  const { workspace } = useSession();
  const { kept } = reportsOf(workspace.id);
  const team = useResource(
    async (signal) =>
      (await recordsOf<TeamMember>(workspace.id, 'team-members').list({ limit: MOST, signal })).records,
    [workspace.id],
  );
  const { schedule } = report;
  const { values, field, setValues, isBusy, problem, onSubmit } = useForm(
    {
      every: schedule?.every ?? 'week',
      day: String(schedule?.day ?? 1),
      time: schedule?.time ?? '08:00',
      recipientIds: report.recipientIds.length > 0 ? report.recipientIds : [report.ownerId],
    },
    async ({ every, day, time, recipientIds }) =>
      onKept(
        await kept.update(report.id, {
          schedule: {
            every,
            day: every === 'week' ? Math.min(7, Number(day)) : Number(day),
            time,
            zone: schedule?.zone ?? workspace.timeZone,
          },
          recipientIds,
          isPaused: false,
        }),
      ),
  );
  const stopping = useSubmit();
  const toggle = (id: string, isOn: boolean) =>
    setValues({
      ...values,
      recipientIds: isOn ? [...values.recipientIds, id] : values.recipientIds.filter((one) => one !== id),
    });
  return (
    <Dialog title={`When “${report.name}” is sent`} onClose={onClose}>
      <form onSubmit={onSubmit}>
        <div className="form-grid">
          <SelectField
            label="How often"
            options={EVERY}
            {...field('every')}
            onValue={(every) => setValues({ ...values, every: every as typeof values.every })}
          />
          {values.every !== 'day' && (
            <SelectField
              label="On"
              options={values.every === 'week' ? WEEKDAYS : MONTH_DAYS}
              {...field('day')}
            />
          )}
          <TextField
            label={`At (${schedule?.zone ?? workspace.timeZone})`}
            type="time"
            required
            {...field('time')}
          />
        </div>
        <fieldset className="reports__people">
          <legend>To</legend>
          {(team.data ?? []).map(({ userId, name }) => (
            <label key={userId} className="reports__check">
              <input
                type="checkbox"
                checked={values.recipientIds.includes(userId)}
                onChange={(event) => toggle(userId, event.currentTarget.checked)}
              />
              {name}
            </label>
          ))}
        </fieldset>
        {(problem || stopping.error) && (
          <Notice kind="danger">{problem ?? (stopping.error && problemText(stopping.error))}</Notice>
        )}
        <div className="form-actions">
          <Button type="submit" kind="primary" disabled={isBusy || values.recipientIds.length === 0}>
            Send it so
          </Button>
          {schedule && (
            <Button
              kind="danger"
              disabled={stopping.isBusy}
              onClick={() =>
                void stopping.run(async () =>
                  onKept(
                    await kept.update(report.id, { schedule: null, recipientIds: [], outsideRecipients: [] }),
                  ),
                )
              }
            >
              Send it no more
            </Button>
          )}
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
