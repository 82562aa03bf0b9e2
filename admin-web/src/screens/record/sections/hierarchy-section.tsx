import { Link } from 'react-router';
import { recordsOf } from '../../../api/records.ts';
import { useResource } from '../../../api/use-resource.ts';
import { recordPath } from '../../../metadata/record-path.ts';
import { type Values, valueAt } from '../../../metadata/value-text.ts';
import { useSession } from '../../../session/session-context.ts';
import { Panel } from '../../../ui/page.tsx';
import type { Row, SectionProps } from '../record-section.ts';

const MOST_ABOVE = 6;
const MOST_BELOW = 50;

/** Where the record stands among those of its kind: what it belongs to, up to the top, and what belongs to it. */
export function HierarchySection({ kind, record, news }: SectionProps) {
  const { workspace } = useSession();
  const field = kind.fields.find(({ ref }) => ref === kind.name);
  const { data } = useResource(
    async (signal) => {
      if (!field) return undefined;
      const records = recordsOf<Row>(workspace.id, kind.plural);
      const above: Row[] = [];
      let id = valueAt(record, field.name);
      // a circle ends where it began
      while (typeof id === 'string' && id !== record.id && above.length < MOST_ABOVE) {
        const parent = await records.get(id, signal);
        if (above.some((one) => one.id === parent.id)) break;
        above.unshift(parent);
        id = valueAt(parent, field.name);
      }
      const below = await records.list({
        filter: { where: [{ field: field.name, op: 'eq', value: record.id }] },
        limit: MOST_BELOW,
        signal,
      });
      return { above, below: below.records };
    },
    [workspace.id, kind.plural, record.id, field && valueAt(record, field.name), news],
  );
  if (!data || data.above.length + data.below.length === 0) return null;
  const name = (one: Values) => String(one[kind.title]);
  const nested = (rest: readonly Row[]) => {
    const [next, ...more] = rest;
    if (!next)
      return (
        <li>
          <strong aria-current="true">{name(record)}</strong>
          {data.below.length > 0 && (
            <ul>
              {data.below.map((one) => (
                <li key={one.id}>
                  <Link to={recordPath(kind, one.id)}>{name(one)}</Link>
                </li>
              ))}
            </ul>
          )}
        </li>
      );
    return (
      <li>
        <Link to={recordPath(kind, next.id)}>{name(next)}</Link>
        <ul>{nested(more)}</ul>
      </li>
    );
  };
  return (
    <Panel title="Hierarchy">
      <ul className="hierarchy">{nested(data.above)}</ul>
    </Panel>
  );
}
