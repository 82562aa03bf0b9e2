import type { Field } from '@clianta/crm-core/entity/zod-fields';
import { Attachment } from '@clianta/crm-core/files/attachment/attachment.schema';
import type { RecordChange } from './audit-trail.ts';
import { fits, meets } from './expected-value.ts';
import { type Facts, factName } from './facts.ts';
import type { ExpectedWrite } from './language-line.schema.ts';

const MOST_TOLD = 4;
/** Stands for whichever texts of a record. */
const ANY_TEXT = '*';

/** Compares what was written with what should have been; each in words. */
export function wrongWrites(
  changes: readonly RecordChange[],
  expected: readonly ExpectedWrite[],
  before: Facts,
  after: Facts,
): { unwanted: string[]; missing: string[] } {
  const left = new Set(changes);
  const missing: string[] = [];
  for (const write of expected) {
    const targets = targetsOf(write, before);
    const fitting = [...left].filter((change) => isSameRecord(change, write, targets, before));
    const good = fitting.filter((change) => faultsOf(change, write, after).length === 0);
    const wanted = targets?.size ?? 1;
    for (const change of good.slice(0, wanted)) left.delete(change);
    if (good.length >= wanted) continue;
    const [near] = fitting.filter((change) => !good.includes(change));
    const why = near ? `: ${faultsOf(near, write, after).join(', ')}` : '';
    missing.push(
      `${wanted - good.length} of ${wanted} not ${write.change} (${write.title ?? write.of})${why}`,
    );
  }
  const unwanted = [...left]
    .filter((change) => !isFollowing(change, after))
    .map((change) => `${change.change} ${inWords(change, after)}`);
  const more = unwanted.length - MOST_TOLD;
  return { unwanted: [...unwanted.slice(0, MOST_TOLD), ...(more > 0 ? [`and ${more} more`] : [])], missing };
}

/** Which records are to be changed; undefined of those that are new. */
function targetsOf({ of, change, title, where, set }: ExpectedWrite, before: Facts): Set<string> | undefined {
  if (change === 'created') return undefined;
  const found = before
    .all(of)
    .filter((fact) => (title === undefined || fits(fact.title, title)) && meets(fact, where));
  // a name that two records have means one of them; what is so already need not be written
  const isSo = ({ values }: (typeof found)[number]) =>
    change === 'updated' && Object.entries(set).every(([name, wanted]) => fits(values[name], wanted));
  const targets = where ? found.filter((fact) => !isSo(fact)) : found.slice(0, 1);
  return new Set(targets.map(({ id }) => id));
}

function isSameRecord(
  change: RecordChange,
  { of, change: wanted, title }: ExpectedWrite,
  targets: Set<string> | undefined,
  before: Facts,
): boolean {
  if (before.entity(of).name !== change.entity) return false;
  const isOne = wanted === change.change || (wanted === 'updated' && change.change === 'restored');
  if (!isOne) return false;
  if (!targets) return true;
  return targets.has(change.id) || (title !== undefined && before.byId(change.id)?.title === title);
}

/** What of one change is not as expected. */
function faultsOf(change: RecordChange, write: ExpectedWrite, after: Facts): string[] {
  const { set, may } = write;
  const entity = after.entity(change.entity);
  const values = after.read(entity, change.after);
  const texts = Object.values(values).filter((value) => typeof value === 'string');
  // what a write left as it was counts too
  const whole = { ...after.byId(change.id)?.values, ...values };
  const found = (name: string) => (name === ANY_TEXT ? texts.join('\n') : whole[name]);
  const faults = Object.entries(set)
    .filter(([name, wanted]) => !fits(found(name), wanted))
    .map(([name, wanted]) => `${name} is ${said(found(name))} instead of ${said(wanted)}`);
  const named = Object.keys(set);
  if (write.change === 'created' && write.title !== undefined) {
    if (!fits(change.title, write.title)) faults.push(`it is called ${said(change.title)}`);
    named.push(entity.talk?.title ?? 'title');
  }
  for (const [name, value] of Object.entries(values)) {
    if (named.includes(name) || may.includes(name)) continue;
    const field = entity.fields.find((one) => factName(one) === name);
    if (isHarmless(field, value, change, values, named, after)) continue;
    faults.push(`${name} became ${said(value)}`);
  }
  return faults;
}

/** Values that follow from others or are the default of a new record; text and figures never do. */
function isHarmless(
  field: Field | undefined,
  value: unknown,
  change: RecordChange,
  values: Record<string, unknown>,
  named: readonly string[],
  facts: Facts,
): boolean {
  if (!field) return false;
  const { talk } = facts.entity(change.entity);
  if (field.readOnly || field.hidden || field.follows || field.name === talk?.touched?.field) return true;
  if ((value === null || value === false) && change.change === 'created') return true;
  if (field.kind === 'date' || field.kind === 'day') {
    // a reminder at the time that a task is due; when something happened is now unless it is said
    return (
      named.some((name) => values[name] === value) || (change.change === 'created' && field.name === 'at')
    );
  }
  // a stage and its status say the same
  if (field.kind === 'enum' || field.part)
    return change.change === 'created' || named.includes('stage') || named.includes('status');
  if (field.ref || field.refBy) return change.change === 'created';
  // somewhere in the texts is what was wanted
  return named.includes(ANY_TEXT) && field.kind === 'string';
}

/** A record that was only touched by what happened with it, or a file that the answer gives: an export, an invitation. */
function isFollowing(change: RecordChange, facts: Facts): boolean {
  if (change.entity === Attachment.name) return change.change === 'created';
  if (change.change !== 'updated') return false;
  const { talk, fields } = facts.entity(change.entity);
  return Object.keys(change.after).every(
    (name) => name === talk?.touched?.field || fields.find((one) => one.name === name)?.readOnly,
  );
}

const said = (value: unknown): string =>
  typeof value === 'string' ? `“${value}”` : (JSON.stringify(value) ?? 'nothing');

/** A change as people would read it: "contact Ada Castillo: owner Lena Schmidt". */
export function inWords(change: RecordChange, facts: Facts): string {
  const entity = facts.entity(change.entity);
  const values = Object.entries(facts.read(entity, change.after))
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name} ${said(value)}`);
  return `${entity.label.one} ${change.title}${values.length > 0 ? `: ${values.join(', ')}` : ''}`;
}
