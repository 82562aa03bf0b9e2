import { PERIODS } from '@clianta/crm-core/entity/totals-period';
import type { Slot } from '../../../slot.ts';
import {
  type EntityName,
  entityNames,
  isKind,
  kindNumbered,
  kindOf,
} from '../../recognise/lexicon/entities.ts';
import { nameValue, userValue } from '../../recognise/names/name-value.ts';
import { pointedAt, pronounKind } from '../../recognise/names/references.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { actPoint, iso, pastOf } from '../../recognise/times/time-value.ts';
import { normAt, sensesAt, type Unit } from '../../recognise/unit.ts';
import type { Request } from '../frames/frame.ts';
import type { Introduced } from '../grammar/selection.ts';
import { targetAt } from '../grammar/target.ts';
import { selectionAt } from './selection-fill.ts';

/** What fills a place, from where the place is up to (not with) `to`. */
export interface Fill {
  value: unknown;
  to: number;
  /** 0: it is this; more: it may be this. */
  cost: number;
  needsPrevious?: boolean;
  /** The record that it names. */
  introduces?: Introduced;
}

/** A day without a time of day is meant for the morning. */
const MORNING = 9;
/** A name that the workspace does not know may be of any kind, and may be none. */
const UNKNOWN = 0.4;
const PEOPLE = ['contact', 'company', 'opportunity'];
const DETERMINER = 'the|a|an|my|our|this|that|to the|in the';

/** All that can fill an argument at a place, except free text, whose end only the words behind it tell. */
export function fillsAt(request: Request, at: number, slot: Slot): Fill[] {
  const { clause, context, to } = request;
  const unit = clause.units[at];
  if (!unit || at >= to) return [];
  switch (slot.kind) {
    case 'record':
      if (isKind(slot.entity)) return recordAt(request, at, [slot.entity]);
      return [...pipelineAt(request, at), ...thingAt(request, at, slot.entity)];
    case 'subject':
      if (/^(me|myself|i|my)$/.test(unit.norm)) return [{ value: 'me', to: at + 1, cost: 0 }];
      if (/^(us|we|our)$/.test(unit.norm)) return [{ value: 'workspace', to: at + 1, cost: 0 }];
      return recordAt(request, at, entityNames);
    case 'person': {
      const records = recordAt(request, at, PEOPLE);
      const user = records.some(({ cost }) => cost === 0) ? undefined : userValue(unit);
      return user === undefined || user === 'me' ? records : [{ value: unit.text, to: at + 1, cost: 0 }];
    }
    case 'whose':
    case 'teammate': {
      const team =
        slot.kind === 'whose'
          ? phraseAt(clause.units, at, 'the team|my team|our team|team|everybody|everyone')
          : 0;
      if (team > 0) return [{ value: 'team', to: at + team, cost: 0 }];
      if (slot.kind === 'whose' && /^(my|i)$/.test(unit.norm)) return [{ value: 'me', to: at + 1, cost: 0 }];
      const user = userValue(unit);
      return user ? [{ value: user, to: at + 1, cost: 0 }] : [];
    }
    case 'stage':
      return stageAt(request, at);
    case 'moment':
    case 'day': {
      const time = unit.time;
      if (time?.kind !== 'span') return [];
      if (slot.kind === 'day' && time.to.diff(time.from, 'days').days > 1) return [];
      return [{ value: iso(actPoint(time, MORNING)), to: at + 1, cost: 0 }];
    }
    case 'since': {
      const time = unit.time;
      if (time?.kind === 'span') return [{ value: iso(pastOf(time).from), to: at + 1, cost: 0 }];
      return time ? [{ value: `now-${time.amount}${time.unit}`, to: at + 1, cost: 0 }] : [];
    }
    case 'length': {
      const { time } = unit;
      if (time?.kind !== 'length' || slot.units?.includes(time.unit) === false) return [];
      return [{ value: `now-${time.amount}${time.unit}`, to: at + 1, cost: 0 }];
    }
    case 'clock': {
      const time = clockOf(unit);
      return time === undefined ? [] : [{ value: time, to: at + 1, cost: 0 }];
    }
    case 'quote':
      return unit.kind === 'quote' ? [{ value: unit.text.slice(1, -1).trim(), to: at + 1, cost: 0 }] : [];
    case 'period': {
      const time = unit.time;
      if (time?.kind !== 'span') return [];
      const { from, to: until } = pastOf(time);
      return [{ value: { from: iso(from), to: iso(until) }, to: at + 1, cost: 0 }];
    }
    case 'span': {
      const time = unit.time;
      if (time?.kind !== 'span') return [];
      return [{ value: { from: iso(time.from), to: iso(time.to) }, to: at + 1, cost: 0 }];
    }
    case 'option':
      return optionAt(request, at, slot.options);
    case 'number':
    case 'money':
    case 'percent': {
      const fits =
        unit.kind === slot.kind ||
        unit.kind === 'number' ||
        (slot.kind === 'number' && unit.kind === 'money');
      // another currency, a sign: the grammar of values keeps them
      const isBare = slot.kind !== 'money' || isOwnAmount(unit, context.currency);
      return fits && isBare && unit.value !== undefined
        ? [{ value: unit.value, to: at + 1, cost: unit.kind === slot.kind ? 0 : 0.2 }]
        : [];
    }
    case 'email':
      return unit.kind === 'email' ? [{ value: unit.text, to: at + 1, cost: 0 }] : [];
    case 'field':
      return fieldAt(request, at, slot.entity);
    case 'selection':
      return isKind(slot.entity) ? selectionAt(request, at, slot.entity, slot.known ?? []) : [];
    case 'group':
      return isKind(slot.entity) ? groupAt(request, at, slot.entity) : [];
    case 'text':
    case 'records':
    case 'pasted':
    case 'whole':
      return [];
  }

  function recordAt(from: Request, start: number, kinds: readonly string[]): Fill[] {
    const wanted = entityNames.filter((name) => kinds.includes(name));
    const found = targetAt(from, start, to, wanted);
    if (!found) return [];
    const { record, length } = found;
    const units = clause.units.slice(start, start + length);
    const named = units.find(({ kind }) => kind === 'name');
    // "P3" is a proposal, and no deal of that name
    const numbered = named && kindNumbered(named.text);
    if (numbered && !wanted.includes(numbered) && !named.matches?.length) return [];
    const isOfKind = named?.matches?.some((match) => wanted.some((name) => name === match.entity));
    const isKnown = !named || isOfKind || isCalledBy(named, wanted);
    const value = named && isOfKind ? (record.value ?? nameValue(named, wanted, context)) : record.value;
    return [
      {
        value,
        to: start + length,
        cost: isKnown ? 0 : UNKNOWN,
        ...(record.isFromPrevious && { needsPrevious: true }),
        introduces: { entity: record.entity, name: record.title },
      },
    ];
  }
}

/** "11", "1:30", "2 pm": nine to twelve are in the morning, one to six in the afternoon. */
function clockOf({ kind, value, time, tokens }: Unit): string | undefined {
  if (kind === 'time')
    return time?.kind === 'span' && time.hasTime && tokens.length === 1
      ? time.from.toFormat('HH:mm')
      : undefined;
  const isHour = kind === 'number' && value !== undefined && Number.isInteger(value) && value > 0;
  if (!isHour || value > 24) return undefined;
  return `${String(value <= 6 ? value + 12 : value % 24).padStart(2, '0')}:00`;
}

/** "P12", or "Kestrel" for its proposal: a record is called by its number, or by the name of another. */
function isCalledBy({ matches = [], text }: Unit, [kind, ...others]: readonly EntityName[]): boolean {
  if (kind === undefined || others.length > 0) return false;
  if (kindNumbered(text) === kind) return true;
  const { entity } = kindOf(kind);
  const ref = entity.fields.find(({ name }) => name === entity.talk?.knownBy)?.ref;
  return matches.some((match) => match.entity === ref);
}

const isOwnAmount = ({ text, value = 0, currency }: Unit, own: string) =>
  value >= 0 && (currency === own || (currency === undefined && /^[\d.,\s]+[kmb]?$/i.test(text)));

/** Pipelines are few and have no grammar of their own: the workspace's vocabulary has their names. */
function pipelineAt({ clause }: Request, at: number): Fill[] {
  const lead = phraseAt(clause.units, at, DETERMINER);
  const named = sensesAt(clause, at + lead, 'pipeline')[0];
  if (!named) return [];
  const end = at + lead + named.length;
  return [{ value: named.sense.id, to: end + phraseAt(clause.units, end, 'pipeline|funnel'), cost: 0 }];
}

/** Records of a kind that grammar has no words for. */
export const isPointedAt = (slot: Slot | undefined): boolean =>
  slot?.kind === 'record' && slot.entity !== 'pipeline' && !isKind(slot.entity);

/** "It" and "that", where a record of a kind that grammar has no words for was spoken of last. */
function thingAt({ clause, context }: Request, at: number, entity: string): Fill[] {
  const newest = pointedAt(context);
  const isMeant = newest?.entity === entity && pronounKind(normAt(clause.units, at)) === 'thing';
  return isMeant ? [{ value: newest.id, to: at + 1, cost: 0 }] : [];
}

/** "rep", "industry", "month". */
function groupAt(request: Request, at: number, entity: EntityName): Fill[] {
  const { units } = request.clause;
  const lead = phraseAt(units, at, DETERMINER);
  const word = normAt(units, at + lead).replace(/s$/, '');
  if (PERIODS.some((period) => period === word)) return [{ value: word, to: at + lead + 1, cost: 0 }];
  return fieldAt(request, at, entity);
}

function fieldAt({ clause }: Request, at: number, entity: EntityName): Fill[] {
  const lead = phraseAt(clause.units, at, DETERMINER);
  const senses = sensesAt(clause, at + lead, 'field');
  const own = senses.find(({ sense }) => sense.field.entity === entity);
  if (own) return [{ value: own.sense.field.name, to: at + lead + own.length, cost: 0 }];
  const links = clause.vocabulary.fields.filter((field) => field.entity === entity && field.ref);
  return links.flatMap((link): Fill[] => {
    const found = senses.find(({ sense }) => sense.field.entity === link.ref);
    if (!found) return [];
    return [{ value: `${link.name}.${found.sense.field.name}`, to: at + lead + found.length, cost: 0.05 }];
  });
}

const NEXT = 'next stage|next step|next phase|next one|next|following stage';
const PREVIOUS = 'previous stage|previous step|previous phase|previous one|previous|stage before|prior stage';

function stageAt({ clause }: Request, at: number): Fill[] {
  const lead = phraseAt(clause.units, at, DETERMINER);
  for (const [phrases, value] of [
    [NEXT, 'next'],
    [PREVIOUS, 'previous'],
  ] as const) {
    const length = phraseAt(clause.units, at + lead, phrases);
    if (length > 0) return [{ value, to: at + lead + length, cost: 0 }];
  }
  const named = sensesAt(clause, at + lead, 'stage')[0];
  if (!named) return [];
  const end = at + lead + named.length;
  return [{ value: named.sense.name, to: end + phraseAt(clause.units, end, 'stage|phase|step'), cost: 0 }];
}

function optionAt({ clause }: Request, at: number, options: readonly string[]): Fill[] {
  const lead = phraseAt(clause.units, at, DETERMINER);
  return options.flatMap((option): Fill[] => {
    const words = option.toLowerCase().split(/[_ ]/);
    // written with capitals, several words look like one name
    if (words.length > 1 && normAt(clause.units, at + lead) === words.join(' '))
      return [{ value: option, to: at + lead + 1, cost: 0 }];
    const isSaid = words.every((word, index) => {
      const norm = normAt(clause.units, at + lead + index);
      return norm === word || norm === `${word}s`;
    });
    return isSaid ? [{ value: option, to: at + lead + words.length, cost: 0 }] : [];
  });
}
