import { isDeepStrictEqual } from 'node:util';
import { DateTime } from 'luxon';
import type { z } from 'zod';
import type { Catalogue } from '../../catalogue.ts';
import { slotOf } from '../../slot.ts';
import type { Tool } from '../../tool.ts';
import type { Command, LanguageContext, LastWrite, Understanding } from '../language-context.ts';
import { entityNames, kindOf } from '../recognise/lexicon/entities.ts';
import { isJobTitle } from '../recognise/lexicon/job-titles.ts';
import { nameValue, scoreAs } from '../recognise/names/name-value.ts';
import { actPoint, endPoint, iso } from '../recognise/times/time-value.ts';
import { type Clause, sensesAt, type Unit } from '../recognise/unit.ts';
import { type Correction, correctionIn } from './correction.ts';
import { type Leaf, leavesOf, withLeaves } from './leaves.ts';
import { isOnlyClock } from './replaced-part.ts';

const UNDO = 'undo_last';

type Call = LastWrite['calls'][number];
/** One argument with its new value. */
type Change = Pick<Leaf, 'path'> & { value: unknown };

/**
 * "no, 45k was right", "wrong person, I meant Emil Weber", "undo that and do it for Lena instead": the last write is
 * undone and done anew with that one value; what was created anew is changed instead.
 *
 * @returns undefined when nothing is corrected; a question when it is, and it cannot be told what
 */
export async function lastWriteCorrected(
  clause: Clause,
  context: LanguageContext,
  catalogue: Catalogue,
): Promise<Understanding | undefined> {
  const said = context.lastWrite && correctionIn(clause);
  const last = said && (await context.lastWrite?.());
  if (!said || !last) return undefined;
  const isEmpty = said.wanted.length === 0 && said.rest === '';
  if (said.isRevert && isEmpty) return commands(clause, catalogue, [{ tool: UNDO, args: {} }]);
  if (isEmpty && !/\bwrong|mistake|typo|oops\b/i.test(clause.message)) return undefined;
  const calls = last.calls.filter(
    ({ tool }) => tool !== UNDO && catalogue.tool(tool)?.tool.effect !== 'read',
  );
  const [call, ...others] = calls;
  const isTwice = call !== undefined && 'adjust' in call.args && last.calls.length > calls.length;
  const changes =
    call && others.length === 0 && !isTwice ? changesTo(call, said, clause, context, catalogue) : undefined;
  if (!call || !changes) return said.isSure ? unsure(last) : undefined;
  const redone = { tool: call.tool, args: withLeaves(call.args, changes) };
  // "that was a different Opal": there is nothing right in it yet that could be done instead
  if (isDeepStrictEqual(redone.args, call.args))
    return commands(clause, catalogue, [{ tool: UNDO, args: { groupId: last.turnId } }]);
  const update = updateOf(call, changes, last, catalogue);
  return commands(
    clause,
    catalogue,
    update ? [update] : [{ tool: UNDO, args: { groupId: last.turnId } }, redone],
  );
}

function unsure({ message }: LastWrite): Understanding {
  return {
    kind: 'unclear',
    reply: `It sounds as if something is wrong with “${message.trim().slice(0, 120)}”, and I am not sure what it should have been. Say it as a whole, or “undo that”.`,
    suggestions: ['Undo that'],
  };
}

function commands({ message }: Clause, catalogue: Catalogue, calls: readonly Call[]): Understanding {
  const span = message.trim().slice(0, 200);
  return {
    kind: 'commands',
    complexity: 0.2,
    commands: calls.map(
      ({ tool, args }): Command => ({
        agent: catalogue.tool(tool)?.agent.name ?? 'generalAgent',
        tool,
        args,
        confidence: 0.95,
        isAccounted: true,
        dependsOnPrevious: false,
        span,
      }),
    ),
  };
}

/** What was created is changed: it keeps its history, and what was done to it since. */
function updateOf(
  { tool }: Call,
  changes: readonly Change[],
  { records }: LastWrite,
  catalogue: Catalogue,
): Call | undefined {
  const made = catalogue.tool(tool)?.tool;
  const entity = made?.operation === 'create' ? entityNames.find((name) => name === made.entity) : undefined;
  const record = records.find((one) => one.entity === entity && one.change === 'created');
  if (!entity || !record || changes.some(({ path }) => path.length > 1)) return undefined;
  const { update, key } = kindOf(entity);
  const set = Object.fromEntries(changes.map(({ path, value }) => [String(path[0]), value]));
  const call = { tool: update, args: { [key]: record.id, set } };
  return catalogue.tool(update)?.tool.input.safeParse(call.args).success ? call : undefined;
}

/** The arguments that the right value goes to; undefined when none or several could be meant. */
function changesTo(
  call: Call,
  { wanted, unwanted, rest }: Correction,
  clause: Clause,
  context: LanguageContext,
  catalogue: Catalogue,
): Change[] | undefined {
  const leaves = leavesOf(call);
  const [unit, ...more] = wanted;
  if (more.length > 0 || unwanted.length > 1 || (unit && rest !== '')) return undefined;
  if (!unit) return ofWords(leaves, rest, clause);
  if (unit.time || unit.kind === 'clock') return ofTime(leaves, unit, context);
  if (/^(money|number|percent)$/.test(unit.kind))
    return ofNumber(leaves, unit) ?? ofHour(leaves, unit, context);
  if (unit.kind === 'name')
    return (
      ofName(leaves, unit, context) ??
      ofSubject(leaves, unit, context, catalogue.tool(call.tool)?.tool) ??
      ofWords(leaves, unit.text, clause)
    );
  const same = leaves.filter(({ key }) => key === (unit.kind === 'quote' ? 'title' : unit.kind));
  return only(same, () => unit.text.replace(/^["“]|["”]$/g, ''));
}

function only(leaves: readonly Leaf[], value: (leaf: Leaf) => unknown): Change[] | undefined {
  const [leaf, ...others] = leaves;
  return leaf && others.length === 0 ? [{ path: leaf.path, value: value(leaf) }] : undefined;
}

/** A reminder at the time of its task is the same time. */
const same = (leaves: readonly Leaf[], value: (leaf: Leaf) => unknown): Change[] | undefined =>
  new Set(leaves.map((leaf) => leaf.value)).size === 1
    ? leaves.map((leaf) => ({ path: leaf.path, value: value(leaf) }))
    : undefined;

function ofNumber(leaves: readonly Leaf[], { kind, value = 0, currency }: Unit): Change[] | undefined {
  const numbers = leaves.filter((leaf) => typeof leaf.value === 'number' && !/^(page|limit)$/.test(leaf.key));
  const percents = numbers.filter(({ key }) => /percent|probability/i.test(key));
  const fits =
    kind === 'percent'
      ? percents
      : kind === 'money'
        ? numbers.filter((one) => !percents.includes(one))
        : numbers;
  if (currency && leaves.some(({ key, value: other }) => key === 'currency' && other !== currency))
    return undefined;
  return only(fits, (leaf) => (Number(leaf.value) < 0 ? -value : value));
}

/** "Make that 11", of what has one time and no number: the hour. */
function ofHour(
  leaves: readonly Leaf[],
  { kind, value = 0 }: Unit,
  { timeZone }: LanguageContext,
): Change[] | undefined {
  const times = leaves.filter(({ value: at }) => /^\d{4}-\d\d-\d\dT/.test(String(at)));
  const isHour = kind === 'number' && Number.isInteger(value) && value > 0 && value < 24;
  if (!isHour || leaves.some((leaf) => typeof leaf.value === 'number')) return undefined;
  return same(times, ({ value: at }) => {
    const old = DateTime.fromISO(String(at), { zone: timeZone });
    // "make it 3" of an afternoon is 15:00
    const hour = value < 8 && old.hour >= 12 ? value + 12 : value;
    return iso(old.set({ hour, minute: 0 }));
  });
}

/** The new day keeps the hour that was said, the new hour the day. */
function ofTime(leaves: readonly Leaf[], unit: Unit, { timeZone }: LanguageContext): Change[] | undefined {
  const dates = leaves.filter(({ value }) => /^\d{4}-\d\d-\d\d/.test(String(value)));
  return same(dates, ({ value }) => {
    const old = DateTime.fromISO(String(value), { zone: timeZone });
    if (unit.time?.kind !== 'span') return value;
    const { from } = unit.time;
    if (isOnlyClock(unit.text)) return iso(old.set({ hour: from.hour, minute: from.minute }));
    if (!String(value).includes('T')) return endPoint(unit.time).toISODate();
    if (old.equals(old.startOf('day'))) return iso(endPoint(unit.time));
    const at = actPoint(unit.time, old.hour);
    return iso(unit.time.hasTime ? at : at.set({ minute: old.minute }));
  });
}

/** The record of that kind; its name goes where the other one's stood in a text. */
function ofName(leaves: readonly Leaf[], unit: Unit, context: LanguageContext): Change[] | undefined {
  const fits = leaves.filter(({ entity }) => entity !== undefined && scoreAs(unit, entity) > 0);
  const changes = only(fits, ({ entity = '' }) => nameValue(unit, [entity], context));
  const [leaf] = fits;
  if (!changes || !leaf) return undefined;
  const known = [...context.focus, ...context.team.map(({ id, name }) => ({ id, title: name }))];
  const old = known.find(({ id }) => id === leaf.value)?.title;
  const title = unit.matches?.find(({ id }) => id === changes[0]?.value)?.title ?? unit.text;
  const texts = leaves.filter(({ key }) => /^(title|subject|body|description|notes?)$/.test(key));
  const renamed = texts.flatMap(({ path, value }) => {
    const text = String(value);
    const said = old && [old, old.split(' ')[0] ?? old].find((name) => text.includes(name));
    return said ? [{ path, value: text.replace(said, title) }] : [];
  });
  return [...changes, ...renamed];
}

/** A record of whatever kind, where the argument may name any. */
function ofSubject(
  leaves: readonly Leaf[],
  unit: Unit,
  context: LanguageContext,
  tool: Tool | undefined,
): Change[] | undefined {
  const shape: Readonly<Record<string, z.ZodType>> = tool?.input.shape ?? {};
  const mayBeAny = ({ path: [name, ...deeper] }: Leaf) => {
    const type = deeper.length === 0 ? shape[String(name)] : undefined;
    return type !== undefined && /^(subject|person)$/.test(slotOf(type)?.kind ?? '');
  };
  return only(leaves.filter(mayBeAny), () => nameValue(unit, entityNames, context));
}

/** A stage, an option, a job title, or the one text that was set. */
function ofWords(leaves: readonly Leaf[], text: string, clause: Clause): Change[] | undefined {
  if (text === '') return undefined;
  const at = clause.units.findIndex((unit) => text.startsWith(unit.text));
  const stage = sensesAt(clause, at, 'stage')[0];
  if (stage)
    return only(
      leaves.filter(({ key }) => /^(stage|to)$/.test(key)),
      () => text,
    );
  const options = sensesAt(clause, at, 'option');
  const chosen = leaves.flatMap((leaf) => {
    const option = options.find(({ sense }) => sense.field.name === leaf.key);
    return option ? [{ path: leaf.path, value: option.sense.value }] : [];
  });
  if (chosen.length > 0) return chosen.length === 1 ? chosen : undefined;
  const titles = leaves.filter(({ key }) => key === 'jobTitle');
  if (isJobTitle(text) && titles.length > 0) return only(titles, () => text);
  const set = leaves.filter(
    ({ path, value, entity }) => path[0] === 'set' && typeof value === 'string' && !entity,
  );
  return only(set, () => text);
}
