import { useState } from 'react';
import { recordsOf } from '../../api/records.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';
import type { AuditEntry } from '../audit/audit-entry.ts';
import { postUndo, undoText } from '../audit/undo-result.ts';

interface Props {
  recordId: string;
  /** Changes with each edit that was saved here. */
  edit: number;
}

/** After an edit: that it is saved, and the way back. */
export function UndoBar({ recordId, edit }: Props) {
  const { workspace, session } = useSession();
  const [undone, setUndone] = useState<{ edit: number; text: string }>();
  const { isBusy, error, run } = useSubmit();
  const undo = () =>
    run(async () => {
      const { records } = await recordsOf<AuditEntry>(workspace.id, 'audit').list({
        filter: {
          where: [
            { field: 'recordId', op: 'eq', value: recordId },
            { field: 'createdBy', op: 'eq', value: session.user.id },
            { field: 'undoneAt', op: 'is_empty' },
          ],
        },
        sort: '-at',
        limit: 1,
      });
      const [last] = records;
      if (last) setUndone({ edit, text: undoText(await postUndo(workspace.id, last.groupId)) });
    });
  if (edit === 0) return null;
  if (error) return <Notice kind="danger">{problemText(error)}</Notice>;
  if (undone?.edit === edit) return <Notice kind="positive">{undone.text}</Notice>;
  return (
    <Notice kind="positive">
      <div className="notice__row">
        Saved.
        <Button kind="quiet" disabled={isBusy} onClick={() => void undo()}>
          <Icon name="undo" size={16} /> {isBusy ? 'Undoing…' : 'Undo'}
        </Button>
      </div>
    </Notice>
  );
}
