import { type FormEvent, useState } from 'react';
import type { ApiError } from '../../api/api-error.ts';
import { FieldControl } from '../../metadata/field-control.tsx';
import { controlOf, readInput } from '../../metadata/field-input.ts';
import type { EntityMetadata } from '../../metadata/kinds.ts';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import { patchOf } from '../../metadata/patch-of.ts';
import type { Values } from '../../metadata/value-text.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField } from '../../ui/field.tsx';
import { Notice } from '../../ui/states.tsx';
import { problemText } from '../../ui/use-submit.ts';

interface Props {
  kind: EntityMetadata;
  count: number;
  isBusy: boolean;
  error: ApiError | undefined;
  onClose: () => void;
  onPropose: (set: Values) => void;
}

/** One field and its new value, for all that are chosen. */
export function BulkChangeDialog({ kind, count, isBusy, error, onClose, onPropose }: Props) {
  const { workspace } = useSession();
  const kinds = useKinds();
  const fields = kind.fields.filter(
    (field) => !field.isReadOnly && controlOf(field) && field.name !== kind.title,
  );
  const [name, setName] = useState(fields[0]?.name ?? '');
  const [input, setInput] = useState('');
  const [problem, setProblem] = useState<string>();
  const field = fields.find((one) => one.name === name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!field) return;
    const read = readInput(field, input, workspace);
    if ('problem' in read) return setProblem(read.problem);
    setProblem(undefined);
    onPropose(patchOf(field.name, read.value));
  };
  return (
    <Dialog title={`Change ${kinds.count(count, kind.name)}`} onClose={onClose}>
      <form className="dialog__form" noValidate onSubmit={submit}>
        <SelectField
          label="Field"
          value={name}
          options={fields.map((one) => ({ value: one.name, label: one.label }))}
          onValue={(next) => {
            setName(next);
            setInput('');
            setProblem(undefined);
          }}
        />
        {field && (
          <FieldControl
            key={name}
            field={{ ...field, label: 'New value' }}
            input={input}
            error={problem ?? error?.fields[name]}
            hint={field.isRequired ? undefined : 'Left empty, the field is cleared.'}
            onInput={setInput}
          />
        )}
        {error && !error.fields[name] && <Notice kind="danger">{problemText(error)}</Notice>}
        <div className="dialog__actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" disabled={isBusy}>
            {isBusy ? 'Looking…' : 'See what changes'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
