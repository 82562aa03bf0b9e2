import type { CrmCore } from '../../crm-core.ts';
import { idFrom } from '../../entity/ids.ts';
import { operation, type Scope, systemScope } from '../../entity/scope.ts';
import { InvalidError } from '../../errors.ts';
import { readRow } from '../../imports/mapping/read-row.ts';
import { findBy } from '../../imports/run/find-records.ts';
import { resolveReferences } from '../../imports/run/references.ts';
import { hookTargetsFor, resolveMails } from './hook-targets.ts';
import type { InboundEventRecord } from './inbound-event.schema.ts';
import type { InboundHookRecord } from './inbound-hook.schema.ts';
import { cellsOf } from './read-payload.ts';

/** What an event has come to. */
export interface WrittenRecord {
  id: string;
  title: string;
  /** Addresses of people that nobody here has. */
  strangers: string[];
  outcome: 'added' | 'changed' | 'unchanged';
}

/**
 * Makes the record that an event is about, or changes the one that it finds. All ids follow from the event: after a crash
 * it finds what it has written.
 *
 * @throws InvalidError for what cannot become such a record
 */
export async function writeRecord(
  crm: CrmCore,
  hook: InboundHookRecord,
  event: InboundEventRecord,
  payload: unknown,
): Promise<WrittenRecord> {
  const { workspaceId, mapping, matchBy } = hook;
  const entity = crm.store.entity(hook.kind);
  const { timeZone, currency } = await crm.facts(workspaceId);
  const targets = new Map((await hookTargetsFor(crm, workspaceId, entity)).map((one) => [one.key, one]));
  const gone = mapping.find(({ field }) => !targets.has(field));
  if (gone) throw new InvalidError(`There is no field “${gone.field}” any more.`);
  const row = readRow(
    { row: 1, cells: cellsOf(payload, mapping) },
    mapping.map(({ path, field }) => ({ header: path, field, samples: [] })),
    targets,
    { timeZone, currency, hasDecimalComma: false },
  );
  const scope = senderScope(hook, event);
  const strangers = await resolveMails(crm, scope, entity, row);
  if (row.problems.length === 0)
    await resolveReferences({ crm, scope, importId: event.id, isDryRun: false, made: new Map() }, entity, [
      row,
    ]);
  if (row.problems.length > 0) throw new InvalidError(row.problems.join(' '));
  const key = matchBy === undefined ? undefined : row.values[matchBy];
  if (matchBy !== undefined && key === undefined)
    throw new InvalidError(
      `It does not say by what it is matched: nothing stands at “${pathOf(hook, matchBy)}”.`,
    );
  const found =
    matchBy === undefined
      ? []
      : [...(await findBy(crm.store, scope, entity, matchBy, [key])).values()].flat();
  const [known, ...others] = found;
  if (others.length > 0)
    throw new InvalidError(
      `${found.length} ${entity.label.many} have “${String(key)}”: which is meant is not clear.`,
    );
  const values = {
    ...row.values,
    ...(Object.keys(row.custom).length > 0 && { customFields: row.custom }),
  } as never;
  const records = crm.records(entity);
  const cause = `hook.${event.id}`;
  const writing: Scope = { ...scope, operation: operation(cause) };
  const after = known
    ? await records.update(writing, known._id, values)
    : await records.create(writing, values);
  // found again, it may be what a process has made that ended before it could say so
  const isAdded = !known || known._id === idFrom(`record:${cause}.0`);
  return {
    id: after.id,
    title: entity.titleOf({ ...after }),
    strangers,
    outcome: isAdded ? 'added' : after.version === known.version ? 'unchanged' : 'changed',
  };
}

/** Whoever sends has no account, and all of it is theirs: it is written as text from outside. */
const senderScope = ({ workspaceId, name }: InboundHookRecord, { id }: InboundEventRecord): Scope => ({
  ...systemScope(workspaceId, `the webhook “${name}”`),
  role: 'member',
  channel: 'webhook',
  groupId: id,
  outside: `the webhook “${name}”`,
});

const pathOf = ({ mapping }: InboundHookRecord, name: string): string =>
  mapping.find(({ field }) => field === name)?.path ?? name;
