import { useSession } from '../../session/session-context.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Panel } from '../../ui/page.tsx';
import { currencyChoices, localeChoices, timeZoneChoices } from '../set-up/choices.ts';
import { SettingsForm } from './settings-form.tsx';
import { WorkspacePart, type WorkspaceSettings } from './workspace-part.tsx';

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
  const { name, timeZone, currency, locale } = saved;
  return (
    <SettingsForm initial={{ name, timeZone, currency, locale }} save={save} isReadOnly={!isAdmin}>
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
        </>
      )}
    </SettingsForm>
  );
}
