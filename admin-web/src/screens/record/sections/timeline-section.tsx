import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { recordsOf } from '../../../api/records.ts';
import { useResource } from '../../../api/use-resource.ts';
import { formatInstant } from '../../../formatting.ts';
import { useKinds } from '../../../metadata/metadata-provider.tsx';
import { recordPath } from '../../../metadata/record-path.ts';
import { optionText, type Values } from '../../../metadata/value-text.ts';
import { useSession } from '../../../session/session-context.ts';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/page.tsx';
import { ProblemState, Skeleton } from '../../../ui/states.tsx';
import type { SectionProps } from '../record-section.ts';
import { mergedTimeline } from '../timeline.ts';

const SHOWN = 20;

/** What happened with the record and what is to come, of all kinds that are entries of timelines, the newest first. */
export function TimelineSection({ kind, record, news }: SectionProps) {
  const { workspace } = useSession();
  const kinds = useKinds();
  const [most, setMost] = useState(SHOWN);
  const sources = useMemo(
    () =>
      kind.relations.flatMap(({ entity, via }) => {
        const other = kinds.get(entity);
        return other?.timelineAt ? [{ kind: other, via, at: other.timelineAt }] : [];
      }),
    [kind, kinds],
  );
  const { data, error, reload } = useResource(
    async (signal) => {
      const pages = await Promise.all(
        sources.map(async (source) => {
          const { records, nextCursor } = await recordsOf<Values & { id: string }>(
            workspace.id,
            source.kind.plural,
          ).list({
            filter: { where: [{ field: source.via, op: 'eq', value: record.id }] },
            sort: `-${source.at}`,
            limit: most,
            signal,
          });
          return { kind: source.kind, at: source.at, records, hasMore: nextCursor !== undefined };
        }),
      );
      return mergedTimeline(pages, most);
    },
    [workspace.id, record.id, record.version, sources, most, news],
  );
  if (sources.length === 0) return null;
  return (
    <Panel title="Timeline">
      {error && <ProblemState title="The timeline did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the timeline" />}
      {data?.entries.length === 0 && <p className="record-note">Nothing has happened with it yet.</p>}
      <ol className="entries">
        {data?.entries.map(({ kind: of, record: entry, at }) => {
          const type = typeof entry.type === 'string' ? optionText(entry.type) : kinds.one(of.name);
          const body = typeof entry.body === 'string' ? entry.body : entry.notes;
          return (
            <li key={entry.id} className="entry">
              <div>
                <Link to={recordPath(of, entry.id)}>{String(entry[of.title] ?? type)}</Link>{' '}
                <span className="entry__when">
                  {kinds.one(of.name)}, {type.toLowerCase()}
                  {at && `, ${formatInstant(at, workspace.locale, workspace.timeZone)}`}
                </span>
                {typeof body === 'string' && body && <p className="entry__text">{body}</p>}
              </div>
            </li>
          );
        })}
      </ol>
      {data?.hasMore && (
        <Button kind="quiet" onClick={() => setMost((now) => now + 40)}>
          Show older entries
        </Button>
      )}
    </Panel>
  );
}
