import { useId, useState } from 'react';
import { formatInstant } from '../../formatting.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { AuditDetail } from './audit-detail.tsx';
import {
  type AuditEntry,
  type AuditWords,
  CHANGE_KINDS,
  CHANGE_WORDS,
  entityWord,
  isUndoable,
  wayText,
} from './audit-entry.ts';

interface Props {
  entry: AuditEntry;
  words: AuditWords;
  isUndoing: boolean;
  canUndo: boolean;
  onUndo: () => void;
}

export function AuditRow({ entry, words, isUndoing, canUndo, onUndo }: Props) {
  const { workspace } = useSession();
  const [isOpen, setIsOpen] = useState(false);
  const detailId = useId();
  return (
    <>
      <tr className={entry.undoneAt ? 'audit__row audit__row--undone' : 'audit__row'}>
        <td className="audit__toggle">
          <Button
            kind="quiet"
            isIcon
            aria-expanded={isOpen}
            aria-controls={detailId}
            aria-label={`Details of ${entry.recordTitle}`}
            onClick={() => setIsOpen((open) => !open)}
          >
            <Icon name={isOpen ? 'down' : 'right'} />
          </Button>
        </td>
        <td className="audit__when">
          <time dateTime={entry.at}>{formatInstant(entry.at, workspace.locale, workspace.timeZone)}</time>
        </td>
        <td className="audit__who">
          {entry.actor.name}
          <span className="audit__way">{wayText(entry)}</span>
        </td>
        <td className="audit__change">
          <span className={`badge badge--${CHANGE_KINDS[entry.change]}`}>{CHANGE_WORDS[entry.change]}</span>
        </td>
        <td className="audit__what">
          <span className="audit__title">{entry.recordTitle}</span>
          <span className="audit__way">{entityWord(entry.entity)}</span>
        </td>
        <td className="audit__undo">
          {entry.undoneAt ? (
            <span className="badge">Undone</span>
          ) : (
            canUndo &&
            isUndoable(entry, new Date()) && (
              <Button
                kind="quiet"
                disabled={isUndoing}
                aria-label={`Undo ${entry.recordTitle}`}
                onClick={onUndo}
              >
                <Icon name="undo" size={16} /> {isUndoing ? 'Undoing…' : 'Undo'}
              </Button>
            )
          )}
        </td>
      </tr>
      <tr id={detailId} className="audit__detail" hidden={!isOpen}>
        <td colSpan={6}>{isOpen && <AuditDetail entry={entry} words={words} />}</td>
      </tr>
    </>
  );
}
