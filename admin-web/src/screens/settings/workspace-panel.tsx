import type { WorkspaceRecord } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import { type FormEvent, useState } from 'react';
import { type ApiError, asApiError } from '../../api/api-error.ts';
import { type Json, recordsOf } from '../../api/records.ts';
import { useResource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Panel } from '../../ui/page.tsx';
import { Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { currencyChoices, localeChoices, timeZoneChoices } from '../set-up/choices.ts';

type Workspace = Json<WorkspaceRecord>;

export function WorkspacePanel() {
  const { workspace } = useSession();
  const { data, error, reload, replace } = useResource(
    (signal) => recordsOf<Workspace>(workspace.id, 'workspaces').get(workspace.id, signal),
    [workspace.id],
  );
  return (
    <Panel title="Workspace" about="How dates, amounts and reminders are written and understood.">
      {error && <ProblemState title="The settings did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the settings" />}
      {data && <WorkspaceForm key={data.version} saved={data} onSaved={replace} onConflict={reload} />}
    </Panel>
  );
}

interface FormProps {
  saved: Workspace;
  onSaved: (workspace: Workspace) => void;
  onConflict: () => void;
}

function WorkspaceForm({ saved, onSaved, onConflict }: FormProps) {
  const { isAdmin, refresh } = useSession();
  const [values, setValues] = useState({
    name: saved.name,
    timeZone: saved.timeZone,
    currency: saved.currency,
    locale: saved.locale,
  });
  const [error, setError] = useState<ApiError>();
  const [isBusy, setIsBusy] = useState(false);
  const isChanged = Object.entries(values).some(
    ([name, value]) => saved[name as keyof typeof values] !== value,
  );

  const field = (name: keyof typeof values) => ({
    value: values[name],
    error: error?.fields[name],
    disabled: !isAdmin,
    onValue: (value: string) => setValues((all) => ({ ...all, [name]: value })),
  });

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setIsBusy(true);
    setError(undefined);
    try {
      onSaved(await recordsOf<Workspace>(saved.id, 'workspaces').update(saved.id, values, saved.version));
      await refresh();
    } catch (cause) {
      const problem = asApiError(cause);
      setError(problem);
      if (problem.status === 409) onConflict();
    } finally {
      setIsBusy(false);
    }
  };

  return (
    <form onSubmit={submit}>
      <div className="form-grid">
        <TextField label="Name" required maxLength={120} {...field('name')} />
        <SelectField label="Time zone" options={timeZoneChoices(values.timeZone)} {...field('timeZone')} />
        <SelectField label="Currency" options={currencyChoices(values.currency)} {...field('currency')} />
        <SelectField label="Dates and numbers" options={localeChoices(values.locale)} {...field('locale')} />
      </div>
      {error && <Notice kind="danger">{error.message}</Notice>}
      {isAdmin && (
        <div className="form-actions">
          <Button type="submit" kind="primary" disabled={!isChanged || isBusy}>
            {isBusy ? 'Saving…' : 'Save'}
          </Button>
        </div>
      )}
    </form>
  );
}
