import type { WorkspaceRecord } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import { asApiError } from '../../api/api-error.ts';
import { type Json, recordsOf } from '../../api/records.ts';
import { useResource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { Panel } from '../../ui/page.tsx';
import { Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { useForm } from '../../ui/use-submit.ts';
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
  const { name, timeZone, currency, locale } = saved;
  const form = useForm({ name, timeZone, currency, locale }, async (next) => {
    try {
      onSaved(await recordsOf<Workspace>(saved.id, 'workspaces').update(saved.id, next, saved.version));
    } catch (cause) {
      if (asApiError(cause).status === 409) onConflict();
      throw cause;
    }
    await refresh();
  });
  const { values, problem, isBusy } = form;
  const isChanged = Object.entries(values).some(
    ([which, value]) => saved[which as keyof typeof values] !== value,
  );

  const field = (which: keyof typeof values) => ({ disabled: !isAdmin, ...form.field(which) });

  return (
    <form onSubmit={form.onSubmit}>
      <div className="form-grid">
        <TextField label="Name" required maxLength={120} {...field('name')} />
        <SelectField label="Time zone" options={timeZoneChoices(values.timeZone)} {...field('timeZone')} />
        <SelectField label="Currency" options={currencyChoices(values.currency)} {...field('currency')} />
        <SelectField label="Dates and numbers" options={localeChoices(values.locale)} {...field('locale')} />
      </div>
      {problem && <Notice kind="danger">{problem}</Notice>}
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
