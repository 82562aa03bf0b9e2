import { recordsOf } from '../api/records.ts';
import { useResource } from '../api/use-resource.ts';
import { useSession } from '../session/session-context.ts';
import type { EntityMetadata, FieldMetadata } from './kinds.ts';
import { partsOf } from './references.ts';
import type { Values } from './value-text.ts';

interface Props {
  field: FieldMetadata;
  /** Whose records have the list. */
  owner: EntityMetadata;
  value: string;
  /** The record, which may say whose list is meant. */
  record: Values;
  control: { id: string; 'aria-describedby': string; 'aria-invalid': boolean };
  onValue: (id: string) => void;
}

/** Most records whose lists are offered. */
const MOST = 100;

/** An entry of a list of another record: of the one that this record names, else of any. */
export function PartSelect({ field, owner, value, record, control, onValue }: Props) {
  const { workspace } = useSession();
  const { data } = useResource(
    async (signal) =>
      (await recordsOf<Values & { id: string }>(workspace.id, owner.plural).list({ limit: MOST, signal }))
        .records,
    [workspace.id, owner.plural],
  );
  const named = new Set(Object.values(record).filter((one) => typeof one === 'string'));
  const own = (data ?? []).filter(({ id }) => named.has(id));
  const groups = (own.length > 0 ? own : (data ?? [])).map((one) => ({
    name: String(one[owner.title]),
    parts: partsOf(one[field.part?.list ?? '']),
  }));
  const options = (parts: ReturnType<typeof partsOf>) =>
    parts.map(({ id, name }) => (
      <option key={id} value={id}>
        {name}
      </option>
    ));
  return (
    <select
      {...control}
      className="input"
      value={value}
      onChange={(event) => onValue(event.currentTarget.value)}
    >
      {(!field.isRequired || !value) && <option value="">–</option>}
      {groups.length === 1
        ? options(groups[0]?.parts ?? [])
        : groups.map((group) => (
            <optgroup key={group.name} label={group.name}>
              {options(group.parts)}
            </optgroup>
          ))}
    </select>
  );
}
