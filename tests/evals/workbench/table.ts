import type { ChartCard } from '@clianta/agents/reply.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { RecordChange } from '../audit-trail.ts';
import type { Speaker } from '../eval-world.ts';
import type { SentMail } from '../sent-mail.ts';
import type { Rows, Sandbox, TableChange } from './sandbox.schema.ts';

/** All that came of a request. */
export interface Outcome {
  changes: readonly RecordChange[];
  sent?: readonly SentMail[];
  charts?: readonly ChartCard[];
}

/** A table of the sandbox: how its rows become records, and what became of these as rows. */
export interface WorkbenchTable<Name extends keyof Rows = keyof Rows> {
  name: Name;
  fill(crm: CrmCore, speaker: Speaker, sandbox: Sandbox): Promise<void>;
  changes(sandbox: Sandbox, outcome: Outcome): TableChange<Rows[Name]>;
}

export const instantOf = (text: string): Date => new Date(`${text.replace(' ', 'T')}Z`);
export const noonOf = (day: string): Date => new Date(`${day}T12:00:00Z`);
export const dayOf = (value: unknown): string | null =>
  value ? new Date(String(value)).toISOString().slice(0, 10) : null;
export const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
/** `2023-11-30 09:15:00` */
export const stampOf = (at: Date): string => at.toISOString().slice(0, 19).replace('T', ' ');

/** What was written of a field; undefined where nothing was. */
export const written = ({ change, after }: RecordChange, field: string): unknown =>
  field in after && (change !== 'created' || after[field] !== null) ? after[field] : undefined;

/** Records that are gone, or were put aside so that nobody sees them any more, and those that are there. */
export function partOf<Row extends { id: string }>(
  changes: readonly RecordChange[],
  entity: string,
  known: ReadonlyMap<string, Row>,
  rowOf: (change: RecordChange, row: Row | undefined) => Row,
  isGone: (change: RecordChange) => boolean = () => false,
): TableChange<Row> {
  const own = changes.filter((one) => one.entity === entity);
  const gone = own.filter((one) => one.change === 'deleted' || isGone(one));
  return {
    removed: gone.flatMap(({ id }) => known.get(id)?.id ?? []),
    rows: own.filter((one) => !gone.includes(one)).map((one) => rowOf(one, known.get(one.id))),
  };
}
