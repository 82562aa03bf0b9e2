import { type FormEvent, useEffect, useRef, useState } from 'react';
import { FieldControl } from '../../metadata/field-control.tsx';
import { inputOf, readInput } from '../../metadata/field-input.ts';
import type { FieldMetadata } from '../../metadata/kinds.ts';
import { patchOf } from '../../metadata/patch-of.ts';
import { type ValueStyle, type Values, valueAt, valueText } from '../../metadata/value-text.ts';
import { ValueView } from '../../metadata/value-view.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';

interface Props {
  field: FieldMetadata;
  record: Values;
  style: ValueStyle;
  canEdit: boolean;
  save: (patch: Values) => Promise<void>;
}

/** A field and its value; pressed, it is edited in place. */
export function FieldRow(props: Props) {
  const { field, record, style, canEdit } = props;
  const [isEditing, setIsEditing] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    // the focus comes back to where it was
    if (wasEditing.current && !isEditing) button.current?.focus();
    wasEditing.current = isEditing;
  }, [isEditing]);
  const value = valueAt(record, field.name);
  if (isEditing)
    return (
      <div className="fields__row fields__row--editing">
        <dt className="visually-hidden">{field.label}</dt>
        <dd>
          <FieldEditor {...props} onClose={() => setIsEditing(false)} />
        </dd>
      </div>
    );
  return (
    <div className="fields__row">
      <dt>{field.label}</dt>
      <dd>
        <span className={field.format === 'longtext' ? 'fields__value fields__value--long' : 'fields__value'}>
          <ValueView field={field} value={value} style={style} record={record} />
        </span>
        {canEdit && (
          <button ref={button} type="button" className="fields__edit" onClick={() => setIsEditing(true)}>
            Edit<span className="visually-hidden"> {field.label}</span>
          </button>
        )}
      </dd>
    </div>
  );
}

const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/** What is typed stays typed when somebody else changes the field meanwhile; which of the two counts is asked. */
export function FieldEditor({
  field,
  record,
  style,
  save,
  onClose,
}: Omit<Props, 'canEdit'> & { onClose: () => void }) {
  const now = valueAt(record, field.name);
  const currency = typeof record.currency === 'string' ? record.currency : style.currency;
  const terms = { currency, timeZone: style.timeZone };
  const [base, setBase] = useState(now);
  const [input, setInput] = useState(() => inputOf(field, now, terms));
  const [problem, setProblem] = useState<string>();
  const { isBusy, error, run } = useSubmit();
  const form = useRef<HTMLFormElement>(null);
  const isConflict = !same(base, now);
  useEffect(() => {
    const control = form.current?.querySelector<HTMLElement>('input, select, textarea');
    control?.focus();
    if (control instanceof HTMLInputElement && control.type === 'text') control.select();
  }, []);

  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    const read = readInput(field, input, terms);
    if ('problem' in read) return setProblem(read.problem);
    setProblem(undefined);
    if (same(read.value, now)) return onClose();
    if (isConflict) return;
    const refused = await run(() => save(patchOf(field.name, read.value)));
    if (!refused) onClose();
  };

  return (
    <form
      ref={form}
      className="fields__editor"
      noValidate
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <FieldControl
        field={field}
        input={input}
        record={record}
        names={style.names}
        error={problem ?? error?.fields[field.name]}
        onInput={setInput}
      />
      {isConflict && (
        <Notice kind="warning">
          <p>
            Changed by somebody else meanwhile, to <strong>{valueText(field, now, style, record)}</strong>. It
            was {valueText(field, base, style, record)}.
          </p>
          <div className="fields__choice">
            <Button onClick={onClose}>Take theirs</Button>
            <Button onClick={() => setBase(now)}>Keep mine</Button>
          </div>
        </Notice>
      )}
      {error && !isConflict && !error.fields[field.name] && (
        <Notice kind="danger">{problemText(error)}</Notice>
      )}
      <div className="fields__buttons">
        <Button kind="primary" type="submit" disabled={isBusy || isConflict}>
          {isBusy ? 'Saving…' : 'Save'}
        </Button>
        <Button kind="quiet" onClick={onClose} disabled={isBusy}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
