import type { DateTime } from 'luxon';
import { lookup } from '../../../lookup.ts';
import { likeliestKind, nameValue } from '../../recognise/names/name-value.ts';
import { referent } from '../../recognise/names/references.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { iso, type TimeSpan } from '../../recognise/times/time-value.ts';
import { normAt, sensesAt, textOf, type Unit } from '../../recognise/unit.ts';
import type { Draft } from '../frames/frame.ts';
import { rawText, type ValueContext } from './read-value.ts';
import { targetAt } from './target.ts';

/** A subject longer than this is cut; the whole text is the body. */
const SUBJECT_LENGTH = 120;
const ABOUT = /^(:|-|–|—|that|about|regarding|re|,|saying|where|concerning|and|she|he|they|\.|\n|on|to)$/;

const REPORTS = /^(,|:|;|–|—|that|he|she|they|it|we|who|which|said|says|wants?|needs?|asked)$/;

const KEYS: Readonly<Record<string, string | undefined>> = lookup({
  contact: 'contact',
  company: 'company',
  opportunity: 'deal',
  task: undefined,
});

const OCCASION =
  'for coffee|for a coffee|for lunch|for dinner|for breakfast|over lunch|over coffee|over dinner|for a chat|for a drink|for drinks';

/**
 * Reads with whom something happened, when, and what was said.
 *
 * @param called - what it was, in the words of who tells it: "demo" for a meeting
 */
export function readActivity(
  reader: ValueContext,
  from: number,
  end: number,
  type: string,
  called: string,
  isWhole = false,
): Draft[] | undefined {
  const { clause, context } = reader;
  const { units } = clause;
  const args: Record<string, unknown> = { type };
  const introduces: Draft['introduces'] = [];
  let needsPrevious = false;
  let at = from;
  let to = end;
  const read = [called];
  let label = '';
  // "jot down that Globex is moving": the sentence is the note, whomever it names
  while (!isWhole) {
    const link = phraseAt(
      units,
      at,
      `with|on|for|to|from|at|about|and|of|to the|by|,|regarding|i had with|we had with|on the|with the|
    at the`,
    );
    const dated = phraseAt(units, at, 'on|from|of');
    const time = units[at + dated]?.time;
    if (time?.kind === 'span') {
      args.at = iso(timeOf(time));
      at += dated + 1;
      continue;
    }
    const occasion = label ? phraseAt(units, at, OCCASION) : 0;
    if (occasion > 0) {
      read.push(textOf(clause, at, at + occasion));
      at += occasion;
      continue;
    }
    const isTopicLink = label !== '' && /^(about|regarding|of)$/.test(normAt(units, at));
    if (isTopicLink) break;
    const place = at + link;
    const target =
      place < to ? targetAt(reader, place, to, ['contact', 'company', 'opportunity']) : undefined;
    const isVague =
      target &&
      units[place]?.kind === 'name' &&
      (units[place]?.matches ?? []).length === 0 &&
      link === 0 &&
      label !== '';
    if (
      !target ||
      isVague ||
      (/^(he|she|they|it|this|that)$/.test(normAt(units, place)) &&
        (link === 0 || /^(,|and)$/.test(normAt(units, at))))
    )
      break;
    const key = KEYS[target.record.entity];
    if (!key || args[key] !== undefined) break;
    args[key] = target.record.value;
    needsPrevious ||= target.record.isFromPrevious;
    introduces.push({ entity: target.record.entity, name: target.record.title });
    label ||= target.record.title;
    at = place + target.length;
  }
  if (introduces.length === 0) {
    const focus = context.focus.find((item) => /^(contact|company|opportunity)$/.test(item.entity));
    const later = laterName(reader, at, to);
    if (later) {
      args[later.key] = later.value;
      label = later.title;
      introduces.push({ entity: later.entity, name: later.title });
    } else if (focus && !/^(them|those|these)$/.test(normAt(units, at + 1))) {
      args[KEYS[focus.entity as 'contact'] ?? 'contact'] = focus.id;
      label = focus.title;
    } else return undefined;
  }
  const time = units[to - 1]?.time;
  // what was reported keeps its times: only one said with the activity itself is when it was
  const isReport = units.slice(at, to - 1).some(({ norm }) => REPORTS.test(norm)) && !isOnly(units, at, to);
  const isOver = time?.kind === 'span' && (time.past ?? time).from.toMillis() <= context.now.getTime();
  if (isOver && args.at === undefined && !isReport && to - 1 > at && !isWhole) {
    args.at = iso(timeOf(time));
    to -= /^(on|from)$/.test(normAt(units, to - 2)) ? 2 : 1;
  }
  const isTopic = /^(about|regarding|re|on|concerning)$/.test(normAt(units, at));
  const start = at;
  // behind a colon stands what is said, to the letter
  while (
    normAt(units, at - 1) !== ':' &&
    ABOUT.test(normAt(units, at)) &&
    !/^(she|he|they)$/.test(normAt(units, at)) &&
    at < to
  )
    at++;
  const said = rawText(clause, at, to);
  const kind = called.charAt(0).toUpperCase() + called.slice(1);
  args.subject = !said
    ? type === 'note'
      ? `Note on ${label}`
      : `${kind} with ${label}`
    : isTopic
      ? `${kind} about ${said}`.slice(0, SUBJECT_LENGTH)
      : said.slice(0, SUBJECT_LENGTH);
  if (said.length > SUBJECT_LENGTH) args.body = said;
  if (type === 'note' && !said) return undefined;
  return [
    {
      tool: 'log_activity',
      args,
      confidence: start === from && introduces.length === 0 ? 0.7 : 0.9,
      needsPrevious,
      introduces,
      read,
    },
  ];
}

/** ", yesterday": nothing else is said. */
const isOnly = (units: readonly Unit[], from: number, to: number) =>
  units.slice(from, to - 1).every(({ norm }) => /^(,|-|–|—|on|from|in)$/.test(norm));

/** When it was: what has been, at noon if no hour was said. */
export function timeOf(time: TimeSpan): DateTime {
  const span = time.past && time.past.from <= time.from ? time.past : time;
  return time.hasTime ? time.from : span.from.set({ hour: 12 });
}

/** Somebody named further on: "note that Northwind wants a discount". */
function laterName(reader: ValueContext, from: number, to: number) {
  for (let at = from; at < to; at++) {
    const unit = reader.clause.units[at];
    const person = /^(he|she|him|her|his)$/.test(unit?.norm ?? '')
      ? referent('person', ['contact'], reader.context, reader.introduced)
      : undefined;
    if (person) return { ...person, entity: 'contact' as const, key: 'contact' as const };
    if (unit?.kind !== 'name') continue;
    const kind =
      likeliestKind(unit, ['contact', 'company', 'opportunity']) ??
      ((unit.matches ?? []).length === 0 && unit.isCapital ? 'contact' : undefined);
    const noun = sensesAt(reader.clause, at + 1, 'entity')[0]?.sense.entity;
    const entity: keyof typeof KEYS | undefined =
      noun === 'opportunity' ? 'opportunity' : (kind as 'contact' | undefined);
    if (!entity) continue;
    return {
      entity,
      key: KEYS[entity] ?? 'contact',
      value: nameValue(unit, [entity], reader.context),
      title: unit.text,
    };
  }
  return undefined;
}
