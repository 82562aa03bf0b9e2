import { ApiError } from '../../api/api-error.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Panel } from '../../ui/page.tsx';
import { Notice } from '../../ui/states.tsx';
import { type Submit, useForm } from '../../ui/use-submit.ts';
import type { NoticeChanges, NoticeSettings } from './use-notice-settings.ts';

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const ZONES = Intl.supportedValuesOf('timeZone');

/** 2024 began on a Monday. */
const dayName = (day: number, locale: string) =>
  new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2024, 0, day));

const invalid = (message: string) => new ApiError(message, { code: 'invalid', status: 0 });

interface Props {
  settings: NoticeSettings;
  save: (changes: NoticeChanges) => ReturnType<Submit['run']>;
}

/** When a person is not told things outside the inbox, and when their digest comes. */
export function QuietHoursPanel({ settings: { quietHours, digestAt, zone }, save }: Props) {
  const { workspace } = useSession();
  const initial = {
    from: quietHours?.from ?? '',
    to: quietHours?.to ?? '',
    days: quietHours?.days ?? [...DAYS],
    zone,
    digestAt,
  };
  const form = useForm(initial, async (values) => {
    const { from, to, days } = values;
    if (Boolean(from) !== Boolean(to)) throw invalid('Quiet hours need a beginning and an end.');
    if (from && days.length === 0) throw invalid('Choose at least one day, or no quiet hours.');
    const problem = await save({
      quietHours:
        from && to ? { from, to, zone: values.zone, ...(days.length < DAYS.length && { days }) } : null,
      digestAt: values.digestAt,
    });
    if (problem) throw problem;
  });
  const { days } = form.values;
  return (
    <Panel
      title="When"
      about="In quiet hours nothing is told outside the inbox: it comes when they end. What is urgent about your account or an approval comes at any time."
    >
      <form onSubmit={form.onSubmit}>
        <div className="form-grid">
          <TextField label="Quiet from" type="time" {...form.field('from')} />
          <TextField
            label="Quiet to"
            type="time"
            hint="Earlier than the beginning: on the next day."
            {...form.field('to')}
          />
          <TextField label="Daily digest at" type="time" required {...form.field('digestAt')} />
          <SelectField
            label="On the clock of"
            options={(ZONES.includes(zone) ? ZONES : [zone, ...ZONES]).map((value) => ({
              value,
              label: value.replaceAll('_', ' '),
            }))}
            {...form.field('zone')}
          />
        </div>
        <fieldset className="quiet-days">
          <legend>Quiet hours begin on</legend>
          {DAYS.map((day) => (
            <label key={day} className="check">
              <input
                type="checkbox"
                checked={days.includes(day)}
                onChange={(event) =>
                  form.setValues({
                    ...form.values,
                    days: event.currentTarget.checked
                      ? [...days, day].toSorted()
                      : days.filter((one) => one !== day),
                  })
                }
              />
              {dayName(day, workspace.locale)}
            </label>
          ))}
        </fieldset>
        {form.problem && <Notice kind="danger">{form.problem}</Notice>}
        <div className="form-actions">
          <Button
            type="submit"
            disabled={form.isBusy || JSON.stringify(form.values) === JSON.stringify(initial)}
          >
            {form.isBusy ? 'Updating…' : 'Update times'}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
