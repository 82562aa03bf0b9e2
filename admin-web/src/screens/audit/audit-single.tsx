import { useMemo } from 'react';
import { useValueStyle } from '../../metadata/use-value-style.ts';
import { AuditDetail } from './audit-detail.tsx';
import { type AuditEntry, valuedBy } from './audit-entry.ts';

/** The one change of a row, with the names of the records that it refers to. */
export function AuditSingle({ entry }: { entry: AuditEntry }) {
  const style = useValueStyle(useMemo(() => valuedBy(entry), [entry]));
  return <AuditDetail entry={entry} style={style} />;
}
