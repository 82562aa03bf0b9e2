import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import { SelectField } from '../../ui/field.tsx';
import { CHANGE_WORDS } from './audit-entry.ts';

export interface AuditFilter {
  who: string;
  entity: string;
  change: string;
  /** Also what Clianta wrote by itself, such as the timeline entry of a change. */
  hasSystem: boolean;
}

export const NO_FILTER: AuditFilter = { who: '', entity: '', change: '', hasSystem: false };

/** The creator of an audit entry is the person who made the change. */
export function conditionsOf(filter: AuditFilter): Condition[] {
  const fields = { createdBy: filter.who, entity: filter.entity, change: filter.change };
  const chosen = Object.entries(fields)
    .filter(([, value]) => value)
    .map(([field, value]): Condition => ({ field, op: 'eq', value }));
  return filter.hasSystem ? chosen : [...chosen, { field: 'channel', op: 'ne', value: 'job' }];
}

interface Props {
  filter: AuditFilter;
  people: readonly { userId: string; name: string }[];
  onChange: (filter: AuditFilter) => void;
}

export function AuditFilters({ filter, people, onChange }: Props) {
  const kinds = useKinds();
  return (
    <search className="audit-filters">
      <SelectField
        label="Who"
        value={filter.who}
        options={[
          { value: '', label: 'Everyone' },
          ...people.map((person) => ({ value: person.userId, label: person.name })),
        ]}
        onValue={(who) => onChange({ ...filter, who })}
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
        onValue={(entity) => onChange({ ...filter, entity })}
      />
      <SelectField
        label="Change"
        value={filter.change}
        options={[
          { value: '', label: 'All changes' },
          ...Object.entries(CHANGE_WORDS).map(([value, label]) => ({ value, label })),
        ]}
        onValue={(change) => onChange({ ...filter, change })}
      />
      <label className="check audit-filters__system">
        <input
          type="checkbox"
          checked={filter.hasSystem}
          onChange={(event) => onChange({ ...filter, hasSystem: event.currentTarget.checked })}
        />
        Show system entries
      </label>
    </search>
  );
}
