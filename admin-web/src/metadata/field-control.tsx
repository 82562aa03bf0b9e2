import { useSession } from '../session/session-context.ts';
import { Field } from '../ui/field.tsx';
import { controlOf } from './field-input.ts';
import type { FieldMetadata } from './kinds.ts';
import { useKinds } from './metadata-provider.tsx';
import { PartSelect } from './part-select.tsx';
import { RecordCombobox } from './record-combobox.tsx';
import { RowsControl } from './rows-control.tsx';
import { optionText, type Values } from './value-text.ts';

interface Props {
  field: FieldMetadata;
  /** As `inputOf` makes it. */
  input: string;
  error?: string | undefined;
  hint?: string | undefined;
  /** What else the record has. */
  record?: Values;
  /** Of records that it may name, by id. */
  names?: ReadonlyMap<string, string>;
  onInput: (input: string) => void;
}

const TYPES: Record<string, string> = { email: 'email', phone: 'tel' };

/** The control that fills in a field of whatever kind, with its label and what is wrong with it. */
export function FieldControl({ field, input, error, hint, record = {}, names, onInput }: Props) {
  const kinds = useKinds();
  const { workspace } = useSession();
  const currency = typeof record.currency === 'string' ? record.currency : workspace.currency;
  const control = controlOf(field);
  if (field.rows)
    return (
      <RowsControl
        label={field.label}
        cells={field.rows}
        input={input}
        error={error}
        drawCell={(cell, text, onText) => (
          <FieldControl
            field={withUnit(cell, currency)}
            input={text}
            hint=""
            record={record}
            onInput={onText}
          />
        )}
        onInput={onInput}
      />
    );
  const said = hint ?? hintOf(field, control);
  return (
    <Field label={field.label} hint={said} error={error}>
      {(tied) => {
        const ref = field.ref && kinds.get(field.ref);
        const owner = field.part && kinds.get(field.part.of);
        if (control === 'part' && owner)
          return (
            <PartSelect
              field={field}
              owner={owner}
              value={input}
              record={record}
              control={tied}
              onValue={onInput}
            />
          );
        if (control === 'record' && ref)
          return (
            <RecordCombobox
              kind={ref}
              value={input}
              name={names?.get(input) ?? ''}
              control={tied}
              onValue={onInput}
            />
          );
        if (control === 'choice' || control === 'boolean') {
          const options =
            control === 'boolean'
              ? [
                  ['true', 'Yes'],
                  ['false', 'No'],
                ]
              : (field.options ?? []).map((one) => [one, field.isOwn ? one : optionText(one)]);
          return (
            <select
              {...tied}
              className="input"
              value={input}
              onChange={(event) => onInput(event.currentTarget.value)}
            >
              {(!field.isRequired || !input) && <option value="">–</option>}
              {options.map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </select>
          );
        }
        if (control === 'longtext')
          return (
            <textarea
              {...tied}
              className="input"
              rows={5}
              value={input}
              onChange={(event) => onInput(event.currentTarget.value)}
            />
          );
        const type =
          control === 'day' || (control === 'instant' && !field.hasTime)
            ? 'date'
            : control === 'instant'
              ? 'datetime-local'
              : (TYPES[field.format ?? ''] ?? 'text');
        return (
          <input
            {...tied}
            className="input"
            type={type}
            inputMode={control === 'number' ? 'decimal' : undefined}
            autoComplete="off"
            value={input}
            onChange={(event) => onInput(event.currentTarget.value)}
          />
        );
      }}
    </Field>
  );
}

/** In a table there is no room for hints: "Tax, %". */
function withUnit(cell: FieldMetadata, currency: string): FieldMetadata {
  const unit = cell.format === 'percent' ? '%' : cell.format === 'money' ? currency : undefined;
  return unit ? { ...cell, label: `${cell.label}, ${unit}` } : cell;
}

function hintOf({ format }: FieldMetadata, control: ReturnType<typeof controlOf>): string | undefined {
  if (control === 'list') return 'Separate them with commas.';
  return format === 'percent' ? 'In percent' : undefined;
}
