import { useKinds } from '../../metadata/metadata-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { CHANGE_WORDS, CHANNEL_NAMES } from './audit-entry.ts';
import type { AuditFilter } from './audit-filter.ts';

interface Props {
  filter: AuditFilter;
  people: readonly { userId: string; name: string }[];
  onChange: (filter: AuditFilter) => void;
}

export function AuditFilters({ filter, people, onChange }: Props) {
  const kinds = useKinds();
  const set = (change: Partial<AuditFilter>) => onChange({ ...filter, ...change });
  return (
    <search className="audit-filters">
      <TextField
        label="Search"
        type="search"
        placeholder="Name of a record"
        value={filter.text}
        onValue={(text) => set({ text })}
      />
      <SelectField
        label="Who"
        value={filter.who}
        options={[
          { value: '', label: 'Everyone' },
          ...people.map((person) => ({ value: person.userId, label: person.name })),
        ]}
        onValue={(who) => set({ who })}
      />
      <SelectField
        label="What"
        value={filter.entity}
        options={[
          { value: '', label: 'All records' },
          ...kinds.all
            .filter(({ isAudited }) => isAudited)
            .map(({ name }) => ({ value: name, label: kinds.one(name) })),
        ]}
        onValue={(entity) => set({ entity })}
      />
      <SelectField
        label="Change"
        value={filter.change}
        options={[
          { value: '', label: 'All changes' },
          ...Object.entries(CHANGE_WORDS).map(([value, label]) => ({ value, label })),
        ]}
        onValue={(change) => set({ change })}
      />
      <SelectField
        label="Where"
        value={filter.channel}
        options={[
          { value: '', label: 'Everywhere' },
          ...Object.entries(CHANNEL_NAMES).map(([value, label]) => ({ value, label })),
        ]}
        onValue={(channel) => set({ channel })}
      />
      <TextField label="From" type="date" value={filter.from} onValue={(from) => set({ from })} />
      <TextField label="Until" type="date" value={filter.until} onValue={(until) => set({ until })} />
      <label className="check audit-filters__system">
        <input
          type="checkbox"
          checked={filter.hasSystem}
          onChange={(event) => set({ hasSystem: event.currentTarget.checked })}
        />
        Show system entries
      </label>
      {filter.request && (
        <Button className="audit-filters__request" onClick={() => set({ request: '' })}>
          Only one request: show all
        </Button>
      )}
    </search>
  );
}
