import { type AuditEntry, type AuditWords, fieldChanges } from './audit-entry.ts';
import { useRecordNames } from './use-record-names.ts';

/** What a change was, field by field; a new record has only its values. */
export function AuditDetail({ entry, words }: { entry: AuditEntry; words: AuditWords }) {
  const names = useRecordNames(entry);
  const changes = fieldChanges(entry, { ...words, names: new Map([...words.names, ...names]) });
  if (changes.length === 0) return <p>No field values were recorded.</p>;
  return (
    <dl>
      {changes.map((change) => (
        <div key={change.field}>
          <dt>{change.field}</dt>
          <dd>
            {entry.change !== 'created' && (
              <>
                <span className="audit__from">{change.from}</span>
                <span aria-hidden="true"> → </span>
                <span className="visually-hidden"> becomes </span>
              </>
            )}
            {change.to}
          </dd>
        </div>
      ))}
    </dl>
  );
}
