import type { CallTranscript } from '@clianta/bot/api/call-transcript.schema';
import { useRef, useState } from 'react';
import { request } from '../../../api/request.ts';
import { useResource } from '../../../api/use-resource.ts';
import { formatInstant } from '../../../formatting.ts';
import { useSession } from '../../../session/session-context.ts';
import { Panel } from '../../../ui/page.tsx';
import { ProblemState, Skeleton } from '../../../ui/states.tsx';
import type { SectionProps } from '../record-section.ts';
import { clockOf, signed } from './call-words.ts';
import './call-section.css';

/** A recorded call: what it was about, what was promised, how it sounded, and all that was said. What is cited leads to where it was said. */
export function CallSection({ record, news }: SectionProps) {
  const { workspace } = useSession();
  const { data, error, reload } = useResource(
    (signal) =>
      request<CallTranscript>(`/api/workspaces/${workspace.id}/call-transcripts/${record.id}`, { signal }),
    [workspace.id, record.id, record.version, news],
  );
  if (error)
    return (
      <Panel title="Transcript">
        <ProblemState title="The transcript did not load" error={error} onRetry={reload} />
      </Panel>
    );
  if (!data)
    return (
      <Panel title="Transcript">
        <Skeleton label="Loading the transcript" lines={4} />
      </Panel>
    );
  if (data.segments.length === 0)
    return (
      <Panel title="Transcript">
        <p className="record-note">
          {record.status === 'working'
            ? 'Somebody is listening to it. What is said in it stands here when that is done.'
            : 'Nobody has listened to it yet, so there is nothing to read.'}
        </p>
      </Panel>
    );
  return <HeardCall call={data} />;
}

function HeardCall({ call }: { call: CallTranscript }) {
  const { workspace } = useSession();
  const { segments, summary, actionItems, mood } = call;
  const turns = useRef<Array<HTMLLIElement | null>>([]);
  const [cited, setCited] = useState<number>();
  const isTimed = segments.some(({ endMs }) => endMs > 0);
  const placeOf = (at: number) => (isTimed ? clockOf(segments[at]?.startMs ?? 0) : `turn ${at + 1}`);
  const goTo = (at: number) => {
    setCited(at);
    turns.current[at]?.scrollIntoView({ block: 'center' });
    turns.current[at]?.focus({ preventScroll: true });
  };
  const cite = (at: number) => (
    <button
      type="button"
      className="call__cite"
      aria-label={`Go to ${placeOf(at)} in the transcript`}
      onClick={() => goTo(at)}
    >
      {placeOf(at)}
    </button>
  );
  return (
    <>
      {summary.length > 0 && (
        <Panel title="What was said">
          <ul className="call__points">
            {summary.map(({ text, segment }) => (
              <li key={segment + text}>
                <span>{text}</span> {cite(segment)}
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <Panel title="Action items">
        {actionItems.length === 0 && <p className="record-note">Nothing was promised.</p>}
        <ol className="call__points">
          {actionItems.map(({ text, owner, dueAt, segment, taskId }) => (
            <li key={segment + text}>
              <span>{text}</span> {cite(segment)}
              <span className="call__detail">
                {[
                  owner ?? 'nobody yet',
                  dueAt && `due ${formatInstant(dueAt, workspace.locale, workspace.timeZone)}`,
                  taskId && 'is a task',
                ]
                  .filter(Boolean)
                  .join(', ')}
              </span>
            </li>
          ))}
        </ol>
      </Panel>
      {mood && (
        <Panel title="How it sounded">
          <p className="call__mood">
            It sounded {mood.words}: {signed(mood.score)} on a scale from −1 to +1, counted from its words
            alone.
          </p>
          <ul className="call__points">
            {[...mood.best, ...mood.worst].map(({ text, segment, score }) => (
              <li key={segment + text}>
                <q>{text}</q> {cite(segment)}
                <span className="call__detail">
                  {segments[segment]?.speaker}, {signed(score)}
                </span>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <Panel title="Transcript">
        <ol className="call__turns" aria-label="Transcript">
          {segments.map(({ speaker, text, startMs }, at) => (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: what was said has no other name than its place
              key={at}
              ref={(element) => {
                turns.current[at] = element;
              }}
              tabIndex={-1}
              className={at === cited ? 'call__turn call__turn--cited' : 'call__turn'}
            >
              <span className="call__when">{isTimed ? clockOf(startMs) : at + 1}</span>
              <span className="call__speaker">{speaker}</span>
              <span className="call__text">{text}</span>
            </li>
          ))}
        </ol>
      </Panel>
    </>
  );
}
