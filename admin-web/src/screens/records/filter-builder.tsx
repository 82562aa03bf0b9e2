import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { type FormEvent, useState } from 'react';
import { opText } from '../../metadata/condition-text.ts';
import { FieldControl } from '../../metadata/field-control.tsx';
import { controlOf, readInput } from '../../metadata/field-input.ts';
import type { EntityMetadata, FieldMetadata } from '../../metadata/kinds.ts';
import { SYSTEM_FIELDS } from '../../metadata/system-fields.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/field.tsx';

const ALWAYS: Condition['op'][] = ['is_empty', 'is_set'];

/** What can be asked of a field. */
function opsOf(field: FieldMetadata): Condition['op'][] {
  switch (controlOf(field)) {
    case 'number':
      return ['eq', 'gt', 'gte', 'lt', 'lte', ...ALWAYS];
    case 'day':
    case 'instant':
      return ['gte', 'lt', ...ALWAYS];
    case 'text':
    case 'longtext':
      return ['contains', 'eq', 'starts_with', ...ALWAYS];
    case 'list':
      return ['contains', ...ALWAYS];
    default:
      return ['eq', 'ne', ...ALWAYS];
  }
}

/** One condition, made of a field, what is asked of it, and a value. */
export function FilterBuilder({
  kind,
  onAdd,
}: {
  kind: EntityMetadata;
  onAdd: (condition: Condition) => void;
}) {
  const { workspace } = useSession();
  const fields = [...kind.fields, ...SYSTEM_FIELDS].filter((field) => controlOf(field));
  const [name, setName] = useState(fields[0]?.name ?? '');
  const field = fields.find((one) => one.name === name);
  const [op, setOp] = useState<Condition['op']>(field ? (opsOf(field)[0] ?? 'eq') : 'eq');
  const [input, setInput] = useState('');
  const [problem, setProblem] = useState<string>();
  if (!field) return null;
  const needsValue = !ALWAYS.includes(op);
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (!needsValue) return onAdd({ field: name, op });
    const isList = field.kind === 'array';
    const read = readInput(
      { ...field, isRequired: true, ...(isList && { kind: 'string' }) },
      input,
      workspace,
    );
    if ('problem' in read) return setProblem(read.problem);
    onAdd({ field: name, op, value: read.value });
  };
  return (
    <form className="filter-builder" onSubmit={add}>
      <SelectField
        label="Field"
        value={name}
        options={fields.map((one) => ({ value: one.name, label: one.label }))}
        onValue={(next) => {
          const chosen = fields.find((one) => one.name === next);
          setName(next);
          setInput('');
          setProblem(undefined);
          if (chosen) setOp(opsOf(chosen)[0] ?? 'eq');
        }}
      />
      <SelectField
        label="Condition"
        value={op}
        options={opsOf(field).map((one) => ({ value: one, label: opText(field, one) }))}
        onValue={(next) => setOp(next as Condition['op'])}
      />
      {needsValue && (
        <FieldControl
          key={name}
          field={{
            ...field,
            label: 'Value',
            isRequired: false,
            ...(field.kind === 'array' && { kind: 'string' }),
          }}
          input={input}
          error={problem}
          onInput={setInput}
        />
      )}
      <Button type="submit" kind="primary">
        Add filter
      </Button>
    </form>
  );
}
