import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import type { ManyChanges } from '@clianta/crm-core/tracking/user-action/audit-requests.schema';
import { useId, useState } from 'react';
import { formatInstant } from '../../formatting.ts';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { ConsoleIcon } from '../../ui/console-icon.tsx';
import { Icon } from '../../ui/icon.tsx';
import { type AuditEntry, CHANGE_KINDS, CHANGE_WORDS, isUndoable, manyText, wayText } from './audit-entry.ts';
import { AuditRecords } from './audit-records.tsx';
import { AuditSingle } from './audit-single.tsx';

interface Props {
  entry: AuditEntry;
  /** The entry is the newest of many changes of one request. */
  many: ManyChanges | undefined;
  /** What the log is filtered by. */
  where: Condition[];
  isUndoing: boolean;
  canUndo: boolean;
  onUndo: () => void;
}

/** One change, or all that one request did to many records. */
export function AuditRow({ entry, many, where, isUndoing, canUndo, onUndo }: Props) {
  const { workspace } = useSession();
  const kinds = useKinds();
  const [isOpen, setIsOpen] = useState(false);
  const detailId = useId();
  const { change, what } = many
    ? manyText(many, kinds)
    : { change: CHANGE_WORDS[entry.change], what: entry.recordTitle };
  const isUndone = many ? many.standing === 0 : Boolean(entry.undoneAt);
  return (
    <>
      <tr className={isUndone ? 'audit__row audit__row--undone' : 'audit__row'}>
        <td className="audit__toggle">
          <Button
            kind="quiet"
            isIcon
            aria-expanded={isOpen}
            aria-controls={detailId}
            aria-label={`Details of ${what}`}
            onClick={() => setIsOpen((open) => !open)}
          >
            <ConsoleIcon name={isOpen ? 'down' : 'right'} />
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
          <span className={`badge badge--${CHANGE_KINDS[entry.change]}`}>{change}</span>
        </td>
        <td className="audit__what">
          <span className="audit__title">{what}</span>
          <span className="audit__way">{many ? 'In one request' : kinds.one(entry.entity)}</span>
        </td>
        <td className="audit__undo">
          {isUndone ? (
            <span className="badge">Undone</span>
          ) : (
            canUndo &&
            isUndoable(entry, new Date()) && (
              <Button kind="quiet" disabled={isUndoing} aria-label={`Undo ${what}`} onClick={onUndo}>
                <Icon name="undo" size={16} /> {isUndoing ? 'Undoing…' : 'Undo'}
              </Button>
            )
          )}
        </td>
      </tr>
      <tr id={detailId} className="audit__detail" hidden={!isOpen}>
        <td colSpan={6}>
          {isOpen && !many && <AuditSingle entry={entry} />}
          {isOpen && many && (
            <AuditRecords groupId={entry.groupId} isMixed={many.kinds.length > 1} where={where} />
          )}
        </td>
      </tr>
    </>
  );
}
