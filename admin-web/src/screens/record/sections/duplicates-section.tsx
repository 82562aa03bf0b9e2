import { Link } from 'react-router';
import { recordsOf } from '../../../api/records.ts';
import { useResource } from '../../../api/use-resource.ts';
import { recordPath } from '../../../metadata/record-path.ts';
import { valueAt } from '../../../metadata/value-text.ts';
import { useSession } from '../../../session/session-context.ts';
import { Panel } from '../../../ui/page.tsx';
import { OPEN, pairsOf, withRecords } from '../../duplicates/pairs.ts';
import type { Row, SectionProps } from '../record-section.ts';

const MOST = 5;

/** What may be the same as this record; or, of one that was merged, into which. */
export function DuplicatesSection({ kind, record, news }: SectionProps) {
  const { workspace } = useSession();
  const mergedIntoId = valueAt(record, 'mergedIntoId');
  const { data } = useResource(
    async (signal) => {
      if (typeof mergedIntoId === 'string') {
        const into = await recordsOf<Row>(workspace.id, kind.plural).get(mergedIntoId, signal, 'all');
        return { into, pairs: [] };
      }
      const either = ['aId', 'bId'].map((field) => [{ field, op: 'eq' as const, value: record.id }]);
      const filter = {
        where: [OPEN, { field: 'entity', op: 'eq' as const, value: kind.name }],
        anyOf: either,
      };
      const { records } = await pairsOf(workspace.id).list({ filter, sort: '-score', limit: MOST, signal });
      return { pairs: await withRecords(workspace.id, kind, records, signal) };
    },
    [workspace.id, kind, record.id, mergedIntoId, news],
  );
  const name = (one: Row | { id: string }) => String(valueAt({ ...one }, kind.title) ?? one.id);
  if (data?.into)
    return (
      <Panel title="Merged">
        <p>
          This {kind.label.one} was merged into{' '}
          <Link to={recordPath(kind, data.into.id)}>{name(data.into)}</Link>.
        </p>
      </Panel>
    );
  if (!data || data.pairs.length === 0) return null;
  return (
    <Panel title="May be there twice">
      <ul className="hierarchy">
        {data.pairs.map(({ pair, records }) => {
          const other = records.find(({ id }) => id !== record.id) ?? records[0];
          return (
            <li key={pair.id}>
              <Link to={recordPath(kind, other.id)}>{name(other)}</Link>: {pair.reasons[0]?.text}
            </li>
          );
        })}
      </ul>
      <p>
        <Link to={`/duplicates?of=${kind.plural}&record=${encodeURIComponent(record.id)}`}>
          Compare and merge
        </Link>
      </p>
    </Panel>
  );
}
