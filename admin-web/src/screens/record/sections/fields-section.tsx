import { useMemo, useState } from 'react';
import { controlOf } from '../../../metadata/field-input.ts';
import type { EntityMetadata, FieldMetadata } from '../../../metadata/kinds.ts';
import { useValueStyle } from '../../../metadata/use-value-style.ts';
import { isEmpty, type Values, valueAt } from '../../../metadata/value-text.ts';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/page.tsx';
import { FieldRow } from '../field-row.tsx';
import type { SectionProps } from '../record-section.ts';

/** The fields of the record, each edited where it stands. What is empty and of little interest waits below. */
export function FieldsSection({ kind, record, save }: SectionProps) {
  const [isOpen, setIsOpen] = useState(false);
  const valued = useMemo(() => [{ kind: kind.name, values: record }], [kind.name, record]);
  const style = useValueStyle(valued);
  const { shown, hidden } = fieldsOf(kind, record);
  const canEdit = kind.rights.update && !record.isDeleted;
  const row = (field: FieldMetadata) => (
    <FieldRow
      key={field.name}
      field={field}
      record={record}
      style={style}
      canEdit={canEdit && !field.isReadOnly && controlOf(field) !== undefined}
      save={save}
    />
  );
  return (
    <Panel title="Fields">
      <dl className="fields">
        {shown.map(row)}
        {isOpen && hidden.map(row)}
      </dl>
      {hidden.length > 0 && (
        <Button kind="quiet" aria-expanded={isOpen} onClick={() => setIsOpen((open) => !open)}>
          {isOpen ? 'Show fewer fields' : `${hidden.length} more ${hidden.length === 1 ? 'field' : 'fields'}`}
        </Button>
      )}
    </Panel>
  );
}

/** In the order of the list's columns first; of a state that the record is not in, nothing. */
function fieldsOf(kind: EntityMetadata, record: Values): { shown: FieldMetadata[]; hidden: FieldMetadata[] } {
  const rank = ({ name }: FieldMetadata) => {
    const at = [kind.title, ...kind.columns].indexOf(name);
    return at < 0 ? kind.columns.length + 1 : at;
  };
  const fields = kind.fields
    .filter(
      ({ belongsTo }) => !belongsTo || belongsTo.values.includes(String(valueAt(record, belongsTo.field))),
    )
    // what has parts is for a section of its own
    .filter(
      ({ kind: of, element }) =>
        of !== 'object' && of !== 'record' && !/^(?:object|unknown)$/.test(element ?? ''),
    )
    .filter((field) => !(field.isReadOnly && isEmpty(valueAt(record, field.name))))
    .toSorted((a, b) => rank(a) - rank(b));
  const isHidden = (field: FieldMetadata) => field.isAside && isEmpty(valueAt(record, field.name));
  return { shown: fields.filter((field) => !isHidden(field)), hidden: fields.filter(isHidden) };
}
