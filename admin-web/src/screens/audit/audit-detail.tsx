import { useKinds } from '../../metadata/metadata-provider.tsx';
import type { ValueStyle } from '../../metadata/value-text.ts';
import { type AuditEntry, fieldChanges } from './audit-entry.ts';

/** What a change was, field by field; a new record has only its values. */
export function AuditDetail({ entry, style }: { entry: AuditEntry; style: ValueStyle }) {
  const changes = fieldChanges(entry, useKinds(), style);
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
