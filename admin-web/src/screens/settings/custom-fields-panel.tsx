import { useState } from 'react';
import { recordsOf } from '../../api/records.ts';
import { useResource } from '../../api/use-resource.ts';
import { namesOf } from '../../metadata/kinds.ts';
import { useKinds, useMetadata } from '../../metadata/metadata-provider.tsx';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { ConsoleIcon } from '../../ui/console-icon.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';
import { AddCustomFieldDialog } from './add-custom-field-dialog.tsx';
import { type CustomField, TYPE_WORDS } from './custom-field.ts';

export function CustomFieldsPanel() {
  const { workspace, isAdmin } = useSession();
  const metadata = useMetadata();
  const kinds = useKinds();
  const owners = kinds.all.filter(({ hasOwnFields }) => hasOwnFields);
  const fields = recordsOf<CustomField>(workspace.id, 'custom-fields');
  const [isAdding, setIsAdding] = useState(false);
  const [removing, setRemoving] = useState<CustomField>();
  const { error: problem, run } = useSubmit();
  const { data, error, reload, replace } = useResource(
    async (signal) => (await fields.list({ limit: 200, signal })).records,
    [workspace.id],
  );

  const remove = async (field: CustomField) => {
    setRemoving(undefined);
    await run(async () => {
      await fields.remove(field.id);
      replace((data ?? []).filter((other) => other.id !== field.id));
      metadata.reload();
    });
  };

  return (
    <Panel
      title="Custom fields"
      about={`Your own facts about ${namesOf(owners) || 'records'}. Agents understand them at once.`}
    >
      {error && <ProblemState title="The fields did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the fields" lines={3} />}
      {problem && <Notice kind="danger">{problemText(problem)}</Notice>}
      {data?.length === 0 && (
        <EmptyState title="No custom fields">
          <p>Add what matters to you, such as a contract's end or a favourite channel.</p>
        </EmptyState>
      )}
      <ul className="rows">
        {data?.map((field) => (
          <li key={field.id} className="rows__row">
            <div className="rows__text">
              <strong>{field.label}</strong>
              <p>
                {kinds.many(field.entity)}, {TYPE_WORDS[field.type].toLowerCase()}
                {field.isRequired && ', must be filled in'}
              </p>
            </div>
            {isAdmin && (
              <Button
                kind="quiet"
                isIcon
                aria-label={`Remove ${field.label}`}
                onClick={() => setRemoving(field)}
              >
                <ConsoleIcon name="trash" />
              </Button>
            )}
          </li>
        ))}
      </ul>
      {isAdmin && owners.length > 0 && (
        <div className="form-actions">
          <Button onClick={() => setIsAdding(true)}>
            <Icon name="plus" /> Add field
          </Button>
        </div>
      )}
      {isAdding && (
        <AddCustomFieldDialog
          workspaceId={workspace.id}
          owners={owners}
          onClose={() => setIsAdding(false)}
          onAdded={(field) => {
            setIsAdding(false);
            replace([...(data ?? []), field]);
            metadata.reload();
          }}
        />
      )}
      {removing && (
        <Dialog title={`Remove ${removing.label}?`} onClose={() => setRemoving(undefined)}>
          <p>It will no longer be shown or asked for. You can undo this in the audit log.</p>
          <div className="dialog__actions">
            <Button onClick={() => setRemoving(undefined)}>Cancel</Button>
            <Button kind="danger" onClick={() => void remove(removing)}>
              Remove field
            </Button>
          </div>
        </Dialog>
      )}
    </Panel>
  );
}
