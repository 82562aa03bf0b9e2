import { SelectField } from '../../ui/field.tsx';
import type { ImportPlan } from './imports-api.ts';

const LEFT_OUT = '';
const MODES = [
  { value: 'upsert', label: 'Add new ones, update known ones' },
  { value: 'create', label: 'Only add new ones' },
  { value: 'update', label: 'Only update known ones' },
];
const DELIMITERS = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Bar' },
];
const ORDERS = [
  { value: '', label: 'Choose …' },
  { value: 'dmy', label: 'Day first: 31/12/2026' },
  { value: 'mdy', label: 'Month first: 12/31/2026' },
];

interface Props {
  plan: ImportPlan;
  isBusy: boolean;
  onChange: (change: object) => void;
}

/** What each column becomes, with its first cells; and how rows are read and matched. */
export function ImportColumns({ plan, isBusy, onChange }: Props) {
  const { import: record, targets, kinds } = plan;
  const taken = new Set(record.columns.map(({ field }) => field));
  const keys = targets.filter(({ key }) => taken.has(key) || key === record.matchBy);
  const optionsFor = (field: string | undefined) => [
    { value: LEFT_OUT, label: 'Left out' },
    ...targets
      .filter(({ key }) => key === field || !taken.has(key))
      .map(({ key, label }) => ({ value: key, label })),
  ];
  const unsure = record.columns.some(({ isOrderUnsure }) => isOrderUnsure);
  const order = record.columns.find(({ isOrderUnsure }) => isOrderUnsure)?.dateOrder ?? '';
  return (
    <>
      <div className="form-grid">
        <SelectField
          label="Rows become"
          value={record.kind}
          disabled={isBusy}
          options={kinds.map(({ name, label }) => ({ value: name, label }))}
          onValue={(kind) => onChange({ kind })}
        />
        <SelectField
          label="Rows that are known"
          value={record.mode ?? 'upsert'}
          disabled={isBusy}
          options={MODES}
          onValue={(mode) => onChange({ mode })}
        />
        <SelectField
          label="Known by"
          value={record.matchBy}
          disabled={isBusy}
          options={keys.map(({ key, label }) => ({ value: key, label }))}
          onValue={(matchBy) => onChange({ matchBy })}
        />
        {record.sheet ? (
          <SelectField
            label="Sheet"
            value={record.sheet}
            disabled={isBusy}
            options={(record.sheets ?? []).map((sheet) => ({ value: sheet, label: sheet }))}
            onValue={(sheet) => onChange({ sheet })}
          />
        ) : (
          <SelectField
            label="Cells are divided by"
            value={record.delimiter}
            disabled={isBusy}
            options={DELIMITERS}
            onValue={(delimiter) => onChange({ form: { delimiter } })}
          />
        )}
        {unsure && (
          <SelectField
            label="Dates are written"
            value={order}
            disabled={isBusy}
            options={ORDERS}
            onValue={(dateOrder) => dateOrder && onChange({ dateOrder })}
          />
        )}
      </div>
      <ul className="imports__columns">
        {record.columns.map(({ header, field, samples }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
          <li key={place}>
            <SelectField
              label={header || `Column ${place + 1}`}
              value={field ?? LEFT_OUT}
              disabled={isBusy}
              options={optionsFor(field)}
              hint={samples.slice(0, 3).join(' · ') || 'empty'}
              onValue={(key) => onChange({ columns: [{ place, field: key || null }] })}
            />
          </li>
        ))}
      </ul>
    </>
  );
}
