import { type ReactNode, useState } from 'react';
import { recordsOf } from '../../api/records.ts';
import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import { namesOf } from '../../metadata/kinds.ts';
import { useKinds, useMetadata } from '../../metadata/metadata-provider.tsx';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';
import { AddCustomFieldDialog } from './add-custom-field-dialog.tsx';
import { type CustomField, TYPE_WORDS } from './custom-field.ts';
import { EditCustomFieldDialog } from './edit-custom-field-dialog.tsx';

/** The workspace's own fields: added, changed, archived with what records have in them, and brought back. */
export function CustomFieldsPanel() {
  const { workspace, isAdmin } = useSession();
  const metadata = useMetadata();
  const owners = useKinds().all.filter(({ hasOwnFields }) => hasOwnFields);
  const fields = recordsOf<CustomField>(workspace.id, 'custom-fields');
  const [isAdding, setIsAdding] = useState(false);
  const [editingId, setEditingId] = useState<string>();
  const [done, setDone] = useState<string>();
  const { isBusy, error: problem, run } = useSubmit();
  const { data, error, reload } = useResource(
    async (signal) => (await fields.list({ limit: 200, deleted: 'all', signal })).records,
    [workspace.id],
  );
  const changed = (text: string) => {
    setDone(text);
    reload();
    metadata.reload();
  };
  const archive = (field: CustomField) =>
    run(async () => {
      await fields.remove(field.id);
      changed(`${field.label} is archived. What records have in it is kept.`);
    });
  const bringBack = (field: CustomField) =>
    run(async () => {
      const path = `/api/workspaces/${encodeURIComponent(workspace.id)}/custom-fields/${field.id}/restore`;
      await request(path, { method: 'POST' });
      changed(`${field.label} is back, with what records had in it.`);
    });
  const live = data?.filter(({ isDeleted }) => !isDeleted);
  const archived = data?.filter(({ isDeleted }) => isDeleted) ?? [];
  const editing = live?.find(({ id }) => id === editingId);

  return (
    <Panel
      title="Custom fields"
      about={`Your own facts about ${namesOf(owners) || 'records'}. Agents understand them at once.`}
    >
      {error && <ProblemState title="The fields did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the fields" lines={3} />}
      {problem && <Notice kind="danger">{problemText(problem)}</Notice>}
      {done && <Notice kind="positive">{done}</Notice>}
      {live?.length === 0 && (
        <EmptyState title="No custom fields">
          <p>Add what matters to you, such as a contract's end or a favourite channel.</p>
        </EmptyState>
      )}
      <ul className="rows">
        {live?.map((field) => (
          <FieldRow key={field.id} field={field}>
            {isAdmin && (
              <>
                <Button
                  kind="quiet"
                  aria-label={`Change ${field.label}`}
                  disabled={isBusy}
                  onClick={() => setEditingId(field.id)}
                >
                  Change
                </Button>
                <Button
                  kind="quiet"
                  aria-label={`Archive ${field.label}`}
                  disabled={isBusy}
                  onClick={() => void archive(field)}
                >
                  Archive
                </Button>
              </>
            )}
          </FieldRow>
        ))}
      </ul>
      {isAdmin && owners.length > 0 && (
        <div className="form-actions">
          <Button onClick={() => setIsAdding(true)}>
            <Icon name="plus" /> Add field
          </Button>
        </div>
      )}
      {isAdmin && archived.length > 0 && (
        <details className="archived">
          <summary>Archived ({archived.length})</summary>
          <ul className="rows">
            {archived.map((field) => (
              <FieldRow key={field.id} field={field}>
                <Button
                  kind="quiet"
                  aria-label={`Bring back ${field.label}`}
                  disabled={isBusy}
                  onClick={() => void bringBack(field)}
                >
                  Bring back
                </Button>
              </FieldRow>
            ))}
          </ul>
        </details>
      )}
      {isAdding && (
        <AddCustomFieldDialog
          workspaceId={workspace.id}
          owners={owners}
          onClose={() => setIsAdding(false)}
          onAdded={(field) => {
            setIsAdding(false);
            changed(`${field.label} is added.`);
          }}
        />
      )}
      {editing && (
        <EditCustomFieldDialog
          key={editing.version}
          workspaceId={workspace.id}
          saved={editing}
          onClose={() => setEditingId(undefined)}
          onSaved={(_, text) => changed(text)}
        />
      )}
    </Panel>
  );
}

function FieldRow({ field, children }: { field: CustomField; children: ReactNode }) {
  const kinds = useKinds();
  const { label, entity, type, isRequired, options } = field;
  return (
    <li className="rows__row">
      <div className="rows__text">
        <strong>{label}</strong>
        <p>
          {kinds.many(entity)}, {TYPE_WORDS[type].toLowerCase()}
          {isRequired && ', must be filled in'}
        </p>
        {options && options.length > 0 && <p>{options.join(', ')}</p>}
      </div>
      {children}
    </li>
  );
}
