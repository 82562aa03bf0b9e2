import { type FormEvent, useState } from 'react';
import { recordsOf } from '../../api/records.ts';
import { FieldControl } from '../../metadata/field-control.tsx';
import { controlOf, readInput } from '../../metadata/field-input.ts';
import type { EntityMetadata, FieldMetadata } from '../../metadata/kinds.ts';
import { merged, patchOf } from '../../metadata/patch-of.ts';
import type { Values } from '../../metadata/value-text.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';
import type { Row } from './use-records.ts';

interface Props {
  kind: EntityMetadata;
  onClose: () => void;
  onCreated: (record: Row) => void;
}

/** Adds a record: what it needs and what its list shows; the rest is filled in on its page. */
export function NewRecordDialog({ kind, onClose, onCreated }: Props) {
  const { workspace, session } = useSession();
  const fields = fieldsOfNew(kind);
  // whoever adds a record looks after it, as in the chat
  const [inputs, setInputs] = useState<Record<string, string>>(
    kind.owner ? { [kind.owner]: session.user.id } : {},
  );
  const [problems, setProblems] = useState<Record<string, string>>({});
  const { isBusy, error, run } = useSubmit();
  const names = new Map([[session.user.id, session.user.name]]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wrong: Record<string, string> = {};
    let values: Values = {};
    for (const field of fields) {
      const read = readInput(field, inputs[field.name] ?? '', workspace);
      if ('problem' in read) wrong[field.name] = read.problem;
      else if (read.value !== null) values = merged(values, patchOf(field.name, read.value));
    }
    // what was typed is in the workspace's currency, whatever the records that it names are in
    if (fields.some(hasAmounts) && kind.fields.some(({ name }) => name === CURRENCY))
      values = { [CURRENCY]: workspace.currency, ...values };
    setProblems(wrong);
    if (Object.keys(wrong).length > 0) return;
    const refused = await run(async () => {
      onCreated(await recordsOf<Row>(workspace.id, kind.plural).create(values));
    });
    setProblems(refused?.fields ?? {});
  };
  const isSaidElsewhere = error && !fields.some(({ name }) => problems[name]);
  return (
    <Dialog
      title={`New ${kind.label.one}`}
      isWide={fields.some(({ rows }) => rows !== undefined)}
      onClose={onClose}
    >
      <form className="dialog__form" onSubmit={submit} noValidate>
        {fields.map((field) => (
          <FieldControl
            key={field.name}
            field={field}
            input={inputs[field.name] ?? ''}
            error={problems[field.name]}
            names={names}
            onInput={(input) => setInputs((all) => ({ ...all, [field.name]: input }))}
          />
        ))}
        {isSaidElsewhere && <Notice kind="danger">{problemText(error)}</Notice>}
        <div className="dialog__actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" disabled={isBusy}>
            {isBusy ? 'Adding…' : `Add the ${kind.label.one}`}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** The field that says what amounts are in. */
const CURRENCY = 'currency';

const hasAmounts = ({ rows }: FieldMetadata): boolean =>
  rows?.some(({ format }) => format === 'money') ?? false;

function fieldsOfNew({ fields, title, columns }: EntityMetadata): FieldMetadata[] {
  const wanted = [title, ...columns];
  const rank = ({ name, isRequired }: FieldMetadata) =>
    wanted.includes(name) ? wanted.indexOf(name) : isRequired ? wanted.length : wanted.length + 1;
  return fields
    .filter((field) => controlOf(field) && !field.isReadOnly)
    .filter(({ name, isRequired, isOwn }) => isRequired || isOwn || wanted.includes(name))
    .toSorted((a, b) => rank(a) - rank(b));
}
