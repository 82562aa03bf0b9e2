import { useSession } from '../../session/session-context.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Panel } from '../../ui/page.tsx';
import { currencyChoices, localeChoices, timeZoneChoices } from '../set-up/choices.ts';
import { SettingsForm } from './settings-form.tsx';
import { WorkspacePart, type WorkspaceSettings } from './workspace-part.tsx';

const WEEK_STARTS = [
  { value: '1', label: 'Monday' },
  { value: '7', label: 'Sunday' },
  { value: '6', label: 'Saturday' },
];
const MONTHS = Array.from({ length: 12 }, (_, month) => ({
  value: String(month + 1),
  label: new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2026, month)),
}));

export function WorkspacePanel() {
  return (
    <Panel title="Workspace">
      <WorkspacePart>
        {(saved, save) => <WorkspaceForm key={saved.version} saved={saved} save={save} />}
      </WorkspacePart>
    </Panel>
  );
}

interface FormProps {
  saved: WorkspaceSettings;
  save: (patch: Partial<WorkspaceSettings>) => Promise<void>;
}

function WorkspaceForm({ saved, save }: FormProps) {
  const { isAdmin } = useSession();
  const { name, timeZone, currency, locale, weekStart = 1, yearStart = 1 } = saved;
  const text = { weekStart: String(weekStart), yearStart: String(yearStart) };
  return (
    <SettingsForm
      initial={{ name, timeZone, currency, locale, ...text }}
      save={({ weekStart: week, yearStart: month, ...rest }) =>
        save({ ...rest, weekStart: Number(week) as WorkspaceSettings['weekStart'], yearStart: Number(month) })
      }
      isReadOnly={!isAdmin}
    >
      {({ field, values }) => (
        <>
          <TextField label="Name" required maxLength={120} {...field('name')} />
          <SelectField label="Time zone" options={timeZoneChoices(values.timeZone)} {...field('timeZone')} />
          <SelectField label="Currency" options={currencyChoices(values.currency)} {...field('currency')} />
          <SelectField
            label="Dates and numbers"
            options={localeChoices(values.locale)}
            {...field('locale')}
          />
          <SelectField
            label="Weeks begin on"
            hint="“This week”, and totals by week."
            options={WEEK_STARTS}
            {...field('weekStart')}
          />
          <SelectField
            label="The financial year begins in"
            hint="“This quarter”, “this year”, and totals by them."
            options={MONTHS}
            {...field('yearStart')}
          />
        </>
      )}
    </SettingsForm>
  );
}
