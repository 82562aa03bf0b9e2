import type { Command, LanguageContext, Understanding } from '../language-context.ts';
import { emptySelection, parseSelection } from '../read/grammar/parse-selection.ts';
import { isEmptyFilter, linkTo, negate, type Selection } from '../read/grammar/selection.ts';
import { type EntityName, entityNames, kindOf } from '../recognise/lexicon/entities.ts';
import { nameValue } from '../recognise/names/name-value.ts';
import { phraseAt } from '../recognise/phrases.ts';
import { type Clause, normAt, textOf } from '../recognise/unit.ts';

const ONLY = 'only|just';
const NOT = 'not|except for|except|excluding|leave out|without|apart from|keep|spare';
/** Of records that are there already: doing it to others than were meant is the worst that can happen. */
const CHANGE = /^(update|delete|move|close|complete)_/;
/** Points back at the records of the request. */
const THOSE = 'those|the ones|these|for those|for the ones|all those|all the ones|the one';

/** What is said behind a whole request to have it for fewer records. */
interface Narrowing {
  /** Where the request ends. */
  from: number;
  /** Where what the records are begins. */
  start: number;
  isNegated: boolean;
  /** "only", "the ones": behind a change of records it can mean nothing else. */
  isSure: boolean;
}

/**
 * Reads a request whose records are narrowed down behind it: "reassign Akira's deals to Mia, but only those over 50k",
 * "delete all contacts without an e-mail, but not Bob".
 *
 * @param read - reads the request in front
 * @returns undefined when nothing is narrowed; `unclear` when something is and it cannot be told how
 */
export async function narrowed(
  clause: Clause,
  context: LanguageContext,
  read: (text: string) => Promise<Understanding>,
): Promise<Extract<Understanding, { kind: 'commands' }> | 'unclear' | undefined> {
  const narrowing = lastNarrowing(clause);
  if (!narrowing) return undefined;
  const whole = await read(textOf(clause, 0, narrowing.from));
  if (whole.kind !== 'commands') return undefined;
  const [command, ...others] = whole.commands;
  const entity = command && others.length === 0 ? listedBy(command) : undefined;
  const isLost = narrowing.isSure && whole.commands.some((one) => CHANGE.test(one.tool));
  if (!command || !entity) return isLost ? 'unclear' : undefined;
  const selection =
    onesOf(clause, narrowing.start, entity, context) ??
    parseSelection(clause, narrowing.start, clause.units.length, context, entity, []);
  // a filter and one record besides it: only one of them would be taken
  const isMixed = selection.record !== undefined && !isEmptyFilter(selection);
  const isRead =
    selection.entity === entity && selection.leftovers.length === 0 && !selection.limit && !isMixed;
  const args = isRead && narrowedArgs(command.args, selection, narrowing.isNegated);
  if (!args) return isLost ? 'unclear' : undefined;
  return { ...whole, commands: [{ ...command, args, span: clause.message.trim() }] };
}

/** "the Contoso ones": several are meant, so the name is that of the company they belong to, not of one of them. */
function onesOf(
  clause: Clause,
  from: number,
  entity: EntityName,
  context: LanguageContext,
): Selection | undefined {
  const units = clause.units.slice(from).filter(({ kind, norm }) => kind !== 'punct' && norm !== 'the');
  const [name, ones, ...more] = units;
  const link = linkTo(clause, entity, 'company');
  const isCompany = name?.matches?.some((match) => match.entity === 'company');
  if (!name || !link || !isCompany || ones?.norm !== 'ones' || more.length > 0) return undefined;
  const value = nameValue(name, ['company'], context);
  return { ...emptySelection(entity), where: [{ field: link.name, op: 'eq', value }] };
}

function lastNarrowing(clause: Clause): Narrowing | undefined {
  const { units } = clause;
  for (let at = units.length - 1; at > 1; at--) {
    const only = phraseAt(units, at, ONLY);
    const not = phraseAt(units, at, NOT);
    const length = Math.max(only, not);
    if (length === 0) continue;
    const those = phraseAt(units, at + length, THOSE);
    const from = normAt(units, at - 1) === 'but' ? at - 1 : at;
    const isApart = /^[,;–—-]+$/.test(units[from - 1]?.text ?? '') || normAt(units, from) === 'but';
    if (!isApart && those === 0) continue;
    return {
      from,
      start: at + length + those,
      isNegated: not >= only,
      isSure: those > 0 || only > 0,
    };
  }
  return undefined;
}

/** The kind of record of which the command lists or changes many. */
function listedBy({ tool, args }: Command): EntityName | undefined {
  return entityNames.find((name) => {
    const { search, update, remove, key } = kindOf(name);
    return [search, update, remove].includes(tool) && args[key] === undefined;
  });
}

function narrowedArgs(
  args: Record<string, unknown>,
  selection: Selection,
  isNegated: boolean,
): Record<string, unknown> | undefined {
  const { record, text } = selection;
  const own =
    record && isEmptyFilter(selection) ? [{ field: 'id', op: 'eq' as const, value: record.value }] : [];
  const where = [...selection.where, ...own];
  const isEither = selection.anyOf.length > 0;
  if (text || (where.length === 0 && !isEither)) return undefined;
  const { all: _, ...rest } = args;
  const known = Array.isArray(args.where) ? args.where : [];
  if (!isNegated) {
    if (isEither && args.anyOf) return undefined;
    return { ...rest, where: [...known, ...where], ...(isEither && { anyOf: selection.anyOf }) };
  }
  if (isEither) return undefined;
  const [only, ...more] = where;
  if (only && more.length === 0) return { ...rest, where: [...known, negate(only)] };
  if (args.anyOf) return undefined;
  return { ...rest, anyOf: where.map((condition) => [negate(condition)]) };
}
