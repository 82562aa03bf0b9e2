import { useState } from 'react';
import { recordsOf } from '../../../api/records.ts';
import { useResource } from '../../../api/use-resource.ts';
import { formatInstant } from '../../../formatting.ts';
import { useSession } from '../../../session/session-context.ts';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Panel } from '../../../ui/page.tsx';
import { Notice, ProblemState, Skeleton } from '../../../ui/states.tsx';
import { problemText, useSubmit } from '../../../ui/use-submit.ts';
import { type AuditEntry, CHANGE_WORDS, isUndoable, wayText } from '../../audit/audit-entry.ts';
import { AuditSingle } from '../../audit/audit-single.tsx';
import { postUndo, undoText } from '../../audit/undo-result.ts';
import type { SectionProps } from '../record-section.ts';

const SHOWN = 10;

/** Who changed the record, when and what; each change can be undone. */
export function AuditSection({ record, news }: SectionProps) {
  const { workspace } = useSession();
  const [most, setMost] = useState(SHOWN);
  const [done, setDone] = useState<string>();
  const { isBusy, error: problem, run } = useSubmit();
  const { data, error, reload } = useResource(
    (signal) =>
      recordsOf<AuditEntry>(workspace.id, 'audit').list({
        filter: { where: [{ field: 'recordId', op: 'eq', value: record.id }] },
        sort: '-at',
        limit: most,
        signal,
      }),
    [workspace.id, record.id, record.version, most, news],
  );
  const undo = (groupId: string) =>
    run(async () => {
      setDone(undoText(await postUndo(workspace.id, groupId)));
      reload();
    });
  const canUndo = workspace.role !== 'viewer';
  return (
    <Panel title="Changes">
      {error && <ProblemState title="The changes did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the changes" lines={3} />}
      {problem && <Notice kind="danger">{problemText(problem)}</Notice>}
      {done && <Notice kind="positive">{done}</Notice>}
      {data?.records.length === 0 && <p className="record-note">No change was recorded.</p>}
      <ol className="entries">
        {data?.records.map((entry) => (
          <li key={entry.id} className="entry">
            <details>
              <summary>
                <strong>{CHANGE_WORDS[entry.change]}</strong> by {entry.actor.name}{' '}
                <span className="entry__when">
                  {wayText(entry)}, {formatInstant(entry.at, workspace.locale, workspace.timeZone)}
                </span>
              </summary>
              <AuditSingle entry={entry} />
            </details>
            {entry.undoneAt ? (
              <span className="badge">Undone</span>
            ) : (
              canUndo &&
              isUndoable(entry, new Date()) && (
                <Button kind="quiet" disabled={isBusy} onClick={() => void undo(entry.groupId)}>
                  <Icon name="undo" size={16} /> Undo
                </Button>
              )
            )}
          </li>
        ))}
      </ol>
      {data?.nextCursor && (
        <Button kind="quiet" onClick={() => setMost((now) => now + 50)}>
          Show older changes
        </Button>
      )}
    </Panel>
  );
}
