import { useMemo } from 'react';
import { Link } from 'react-router';
import { recordsOf } from '../../../api/records.ts';
import { useResource } from '../../../api/use-resource.ts';
import { capitalize } from '../../../formatting.ts';
import type { EntityMetadata } from '../../../metadata/kinds.ts';
import { useKinds } from '../../../metadata/metadata-provider.tsx';
import { listPath, recordPath } from '../../../metadata/record-path.ts';
import { useValueStyle } from '../../../metadata/use-value-style.ts';
import { isEmpty, type Values, valueAt, valueText } from '../../../metadata/value-text.ts';
import { useSession } from '../../../session/session-context.ts';
import { Panel } from '../../../ui/page.tsx';
import { ProblemState } from '../../../ui/states.tsx';
import type { SectionProps } from '../record-section.ts';

const SHOWN = 8;
/** Columns that are told of a related record besides its name. */
const TOLD = 3;

/** The records of other kinds that name this one, a list for each way; what stands in the timeline stands there. */
export function RelatedSection(props: SectionProps) {
  const kinds = useKinds();
  const { relations } = props.kind;
  return relations.flatMap(({ entity, via, viaLabel }) => {
    const other = kinds.get(entity);
    // of several ways the field is named
    const isOnly = relations.filter((one) => one.entity === entity).length === 1;
    return other && !other.timelineAt
      ? [
          <RelatedList
            key={`${entity} ${via}`}
            {...props}
            other={other}
            via={via}
            way={isOnly ? '' : viaLabel}
          />,
        ]
      : [];
  });
}

interface ListProps extends SectionProps {
  other: EntityMetadata;
  via: string;
  way: string;
}

function RelatedList({ record, other, via, way, news }: ListProps) {
  const { workspace } = useSession();
  const kinds = useKinds();
  const filter = useMemo(
    () => ({ where: [{ field: via, op: 'eq' as const, value: record.id }] }),
    [via, record.id],
  );
  const { data, error, reload } = useResource(
    (signal) =>
      recordsOf<Values & { id: string }>(workspace.id, other.plural).list({
        filter,
        ...(other.sort && { sort: other.sort }),
        limit: SHOWN,
        isCounted: true,
        signal,
      }),
    [workspace.id, other.plural, filter, news],
  );
  const rows = data?.records;
  const style = useValueStyle(
    useMemo(() => (rows ?? []).map((values) => ({ kind: other.name, values })), [rows, other.name]),
  );
  if (!error && !rows?.length) return null;
  const told = other.columns.filter((name) => name !== other.title && name !== via).slice(0, TOLD);
  const title = `${capitalize(other.label.many)}${way && `, by ${way.toLowerCase()}`}`;
  return (
    <Panel title={title}>
      {error && (
        <ProblemState title={`The ${other.label.many} did not load`} error={error} onRetry={reload} />
      )}
      <ul className="entries">
        {rows?.map((row) => (
          <li key={row.id} className="entry">
            <div>
              <Link to={recordPath(other, row.id)}>{String(row[other.title] ?? row.id)}</Link>{' '}
              <span className="entry__when">
                {told
                  .filter((name) => !isEmpty(valueAt(row, name)))
                  .map((name) => valueText(kinds.field(other.name, name), valueAt(row, name), style, row))
                  .join(', ')}
              </span>
            </div>
          </li>
        ))}
      </ul>
      {(data?.count ?? 0) > SHOWN && (
        <Link to={`${listPath(other)}?${new URLSearchParams({ filter: JSON.stringify(filter) })}`}>
          All {kinds.count(data?.count ?? 0, other.name)}
        </Link>
      )}
    </Panel>
  );
}
