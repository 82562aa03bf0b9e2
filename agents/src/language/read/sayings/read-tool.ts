import type { z } from 'zod';
import { isOptional, partsOf, type Slot, slotOf } from '../../../slot.ts';
import type { Tool } from '../../../tool.ts';
import { whereShape } from '../../../tools/fields.ts';
import { isKind, kindOf } from '../../recognise/lexicon/entities.ts';
import { isMeasure } from '../../recognise/lexicon/measures.ts';
import { isLetter, normAt, type Unit } from '../../recognise/unit.ts';
import type { Request } from '../frames/frame.ts';
import { type Alignment, align, isSet, type KeptIn, type Slots, setPath, type Use } from './align.ts';
import { isGrammar, isMark, isStep, Offered, stem } from './offered.ts';
import { parseSaying, type Saying } from './saying.ts';

/** One way to understand a clause as a call of a tool. */
export interface Reading extends Alignment {
  tool: Tool;
  /** What was said and has no place in it, as it was written. */
  unread: string[];
  /** Required arguments that nobody said. */
  missing: string[];
  /** It takes free text, which fits whatever is said. */
  isFree: boolean;
  /** All that it takes is one of a few, or known: a record, an option, a time. */
  isExact: boolean;
}

const parsed = new WeakMap<readonly string[], readonly Saying[]>();

function sayingsIn(sayings: readonly string[]): readonly Saying[] {
  let known = parsed.get(sayings);
  if (!known) {
    known = sayings.map(parseSaying);
    parsed.set(sayings, known);
  }
  return known;
}

const literals = new WeakMap<readonly string[], ReadonlySet<string>>();

/** The words that sayings ask with, as far as they mean nothing beyond the tool: "switched on" says which ones. */
export function plainWordsOf(sayings: readonly string[]): ReadonlySet<string> {
  let known = literals.get(sayings);
  if (!known) {
    const plain = sayingsIn(sayings).filter(({ args }) => Object.keys(args).length === 0);
    known = new Set(
      plain.flatMap(({ pieces }) => pieces.flatMap((piece) => ('word' in piece ? piece.word : []))),
    );
    literals.set(sayings, known);
  }
  return known;
}

/** Whether a saying begins with a word. */
export const isSaidFirst = (sayings: readonly string[], norm: string): boolean =>
  sayingsIn(sayings).some(({ pieces: [first] }) => first && 'word' in first && first.word === norm);

const shapes = new WeakMap<Tool, Slots>();

/** As large a part of the sayings says what a call is of: without it, it is of something else. */
const NEARLY_ALL = 0.75;

const needed = new WeakMap<readonly string[], readonly string[]>();

/** The arguments that nearly every saying of a tool has, whether it can be called without or not. */
export function nearlyAlwaysSaid(tool: Tool, sayings: readonly string[]): readonly string[] {
  let known = needed.get(sayings);
  if (!known) {
    const said = sayingsIn(sayings).map(({ pieces, args }) => [
      ...pieces.flatMap((piece) => ('argument' in piece ? piece.argument : [])),
      ...Object.keys(args),
    ]);
    known = [...slotsOf(tool)].flatMap(([name, { slot }]) =>
      slot.kind !== 'selection' &&
      said.filter((names) => names.includes(name)).length >= NEARLY_ALL * said.length
        ? name
        : [],
    );
    needed.set(sayings, known);
  }
  return known;
}

/** The arguments of a tool that can be said in one place. */
function slotsOf(tool: Tool): Slots {
  let known = shapes.get(tool);
  if (!known) {
    known = new Map(
      Object.entries(tool.input.shape as Record<string, z.ZodType>).flatMap(([name, type]) => {
        const slot = slotOf(type);
        const own = { isOptional: isOptional(type), keptIn: keptIn(tool, name) };
        if (slot?.kind === 'selection' && isKind(slot.entity))
          return [
            [name, { slot, ...own }] as const,
            [
              `${name}.groupBy`,
              { slot: { kind: 'group', entity: slot.entity }, ...own, isInner: true },
            ] as const,
            ...fieldSlots(`${name}.where`, whereShape(kindOf(slot.entity).entity), tool).map(
              ([path, one]) => [path, { ...one, isInner: true }] as const,
            ),
          ];
        if (slot && isSayable(slot, type)) return [[name, { slot, ...own }] as const];
        return innerSlots(tool, name, type);
      }),
    );
    shapes.set(tool, known);
  }
  return known;
}

/** The fields that a filter may name, and the parts of an argument that has parts. */
function innerSlots(
  tool: Tool,
  name: string,
  type: z.ZodType,
): Array<readonly [string, { slot: Slot; isOptional: boolean; keptIn: KeptIn | undefined }]> {
  const parts: Readonly<Record<string, z.ZodType>> =
    name === 'where'
      ? tool.entity && isKind(tool.entity)
        ? whereShape(kindOf(tool.entity).entity)
        : {}
      : partsOf(type);
  return fieldSlots(name, parts, tool);
}

function fieldSlots(name: string, parts: Readonly<Record<string, z.ZodType>>, tool: Tool) {
  return Object.entries(parts).flatMap(([part, one]) => {
    const slot = slotOf(one);
    return slot && isSayable(slot, one)
      ? [[`${name}.${part}`, { slot, isOptional: true, keptIn: keptIn(tool) }] as const]
      : [];
  });
}

/** A text that has a form, such as an address, is known by the form and not by where it stands. */
const isSayable = (slot: Slot, type: z.ZodType) =>
  slot.kind !== 'text' || !isOptional(type) || type.safeParse('two words').success;

/** Whether its arguments are the fields of a record. */
function keptIn({ name, entity }: Tool, argument?: string): KeptIn | undefined {
  if (!entity || !isKind(entity)) return undefined;
  const { create, update, title } = kindOf(entity);
  if (name === update) return 'known';
  return name !== create ? undefined : argument === title && title !== 'name' ? 'told' : 'new';
}

/** The best way to understand a clause as a call of this tool, by its sayings; undefined when it is nothing like them. */
export function readTool(request: Request, tool: Tool, sayings: readonly string[]): Reading | undefined {
  const slots = slotsOf(tool);
  let best: Alignment | undefined;
  for (const saying of sayingsIn(sayings)) {
    const found = align(request, saying, slots, best?.cost);
    if (found && (!best || found.cost < best.cost)) best = found;
    if (best?.cost === 0) break;
  }
  return best && completed(request, tool, slots, best);
}

const SPOKEN_OF: Saying = { text: 'what it is spoken of with', pieces: [], args: {} };

/**
 * A call of this tool from what can only be its arguments, in whatever order it was said: the words around them are those
 * that the sayings ask with, or they are unread.
 */
export function readByWords(request: Request, tool: Tool, sayings: readonly string[]): Reading {
  const { clause, start, to } = request;
  const said = stemsOf(sayings);
  const units = clause.units.slice(start, to);
  const alignment = { saying: SPOKEN_OF, cost: 0, args: {}, said: 0, unsaid: 0, needsPrevious: false };
  const uses: Alignment['uses'] = units.map((unit) => (isMark(unit) ? { isGrammar: true } : undefined));
  const read = completed(request, tool, slotsOf(tool), { ...alignment, uses, introduces: [] });
  for (const [i, unit] of units.entries()) {
    if (read.uses[i] || unit.kind !== 'word' || unit.values || isMeasure(unit.norm)) continue;
    if (isStep(unit, units[i + 1])) continue;
    if (isGrammar(unit.norm) && !isLetter(unit.text)) read.uses[i] = { isGrammar: true };
    else if (said.has(stem(unit.norm)) && !isLetter(unit.text)) read.uses[i] = { word: true };
  }
  const unread = unreadOf(units, read.uses);
  return {
    ...read,
    unread,
    cost: unread.length,
    said: read.uses.filter((use) => use && 'word' in use).length,
  };
}

/** "Show me", "for me": whom it is told to, and no argument. */
const isToldTo = (units: readonly Unit[], at: number): boolean =>
  normAt(units, at) === 'me' && !/^(by|to|with)$/.test(normAt(units, at - 1));

const stems = new WeakMap<readonly string[], ReadonlySet<string>>();

function stemsOf(sayings: readonly string[]): ReadonlySet<string> {
  let known = stems.get(sayings);
  if (!known) {
    known = new Set([...plainWordsOf(sayings)].map(stem));
    stems.set(sayings, known);
  }
  return known;
}

/** Gives what no place of the saying took to the arguments that are still free and can only mean it. */
function completed(request: Request, tool: Tool, slots: Slots, found: Alignment): Reading {
  const { clause, start } = request;
  const args = typedArgs(tool, found.args);
  const uses = [...found.uses];
  let { needsPrevious } = found;
  const introduces = [...found.introduces];
  for (let i = 0; i < uses.length; i++) {
    if (uses[i] || isToldTo(clause.units, start + i)) continue;
    // which records an order is done to is said, and not guessed: "delete Tom" is not all that Tom has
    const isGuess = (name: string) => tool.effect !== 'read' && name.startsWith('where.');
    const free = [...slots].filter(
      ([name, { slot, isInner }]) => !isSet(args, name) && slot.kind !== 'text' && !isInner && !isGuess(name),
    );
    const fits = free.flatMap(([name, { slot }]) =>
      Offered.by(request)
        .fillsAt(start + i, slot)
        .filter(({ cost }) => cost === 0)
        .map((fill) => ({ name, fill })),
    );
    const [only] = fits;
    if (!only || fits.length > 1) continue;
    setPath(args, only.name, only.fill.value);
    needsPrevious ||= only.fill.needsPrevious ?? false;
    if (only.fill.introduces) introduces.push(only.fill.introduces);
    for (let k = i; k < only.fill.to - start; k++) uses[k] = { argument: only.name };
  }
  const missing = missingIn(tool, slots, args);
  const made = madeBy(tool, args);
  if (made) introduces.unshift(made);
  const focused = focusedIn(request, found, slots, missing);
  return {
    ...found,
    tool,
    args: focused ? { ...args, ...focused } : args,
    uses,
    needsPrevious,
    introduces,
    unread: unreadOf(clause.units.slice(start, start + uses.length), uses),
    missing: focused ? [] : missing,
    isExact: uses.every((use) => !use || !('argument' in use) || isExactly(slots.get(use.argument)?.slot)),
    isFree: [...slots].some(([name, { slot }]) => slot.kind === 'text' && isSet(args, name)),
  };
}

/** The new record that what follows speaks of: "assign it to Mia". */
function madeBy({ operation, entity = '' }: Tool, args: Record<string, unknown>) {
  const name = operation === 'create' && isKind(entity) ? args[kindOf(entity).title] : undefined;
  return typeof name === 'string' ? { entity, name, isNew: true } : undefined;
}

const isExactly = (slot: Slot | undefined): boolean =>
  slot?.kind === 'text' ? slot.isSought === true : slot !== undefined && EXACT.has(slot.kind);

const EXACT: ReadonlySet<Slot['kind']> = new Set(['record', 'teammate', 'stage', 'option', 'span']);

/** "Fixed, cache cleared": of a saying that names no record, the one that was spoken of last is meant. */
function focusedIn(
  { context: { focus } }: Request,
  { saying }: Alignment,
  slots: Slots,
  [name, ...others]: readonly string[],
): Record<string, string> | undefined {
  if (name === undefined || others.length > 0) return undefined;
  const slot = slots.get(name)?.slot;
  const isNamed = saying.pieces.some((piece) => 'argument' in piece && piece.argument === name);
  const [last] = focus;
  return slot?.kind === 'record' && !isNamed && last?.entity === slot.entity
    ? { [name]: last.id }
    : undefined;
}

function unreadOf(units: readonly Unit[], uses: ReadonlyArray<Use | undefined>): string[] {
  return units.filter((_, i) => !uses[i]).map(({ text }) => text);
}

/** Several are meant: all, or those that a filter matches. */
const isOfMany = ({ name: tool, entity = '' }: Tool, args: Record<string, unknown>) =>
  args.all === true ||
  Array.isArray(args.where) ||
  (isKind(entity) &&
    kindOf(entity).update === tool &&
    Object.keys(args).some((name) => !OF_EVERY_CHANGE.has(name)));

/** They are told in words: "unsubscribe all contacts at Acme". */
const isDescribed = (slots: Slots, args: Record<string, unknown>) =>
  [...slots].some(([name, { slot }]) => slot.kind === 'records' && name in args);

/** What every change takes; whatever else a tool takes says which records are meant. */
const OF_EVERY_CHANGE: ReadonlySet<string> = new Set([
  ...['set', 'adjust', 'addTags', 'removeTags', 'where', 'anyOf', 'text', 'all'],
]);

/** A value that a saying means beyond its words, as its argument takes it: `true`, `2`. */
function typedArgs(tool: Tool, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const shape = tool.input.shape as Record<string, z.ZodType>;
  const typed = (name: string, value: unknown) => {
    const type = shape[name];
    if (!type || typeof value !== 'string' || type.safeParse(value).success) return value;
    const [known] = [value === 'true', Number(value)].filter((one) => type.safeParse(one).success);
    return known ?? value;
  };
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, typed(name, value)]));
}

/** Required arguments that nobody said; a change needs the record that it is of, and what is changed. */
function missingIn(tool: Tool, slots: Slots, args: Record<string, unknown>): string[] {
  const key =
    tool.effect !== 'read' && tool.entity && isKind(tool.entity) ? kindOf(tool.entity).key : undefined;
  const isIdle = key !== undefined && tool.name === kindOf(tool.entity ?? '').update && !('set' in args);
  const isWhich = isOfMany(tool, args) || isDescribed(slots, args);
  const missing = [...slots].flatMap(([name, { isOptional: may }]) =>
    (may && name !== key) || name in args || (name === key && isWhich) ? [] : [name],
  );
  return isIdle ? [...missing, 'set'] : missing;
}
