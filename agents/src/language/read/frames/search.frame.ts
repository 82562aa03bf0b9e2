import { type EntityName, entityNames, isKind, kindOf } from '../../recognise/lexicon/entities.ts';
import { likeliestKind } from '../../recognise/names/name-value.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { normAt, sensesAt } from '../../recognise/unit.ts';
import { headNoun, parseSelection } from '../grammar/parse-selection.ts';
import { AGENDA } from '../grammar/rules/owners.ts';
import { TITLES } from '../grammar/rules/places.ts';
import { isEmptyFilter, type Selection } from '../grammar/selection.ts';
import { targetAt } from '../grammar/target.ts';
import { askedFields } from './asked-fields.ts';
import { wordsOf } from './choose.ts';
import { afterVerb, type Draft, type Frame, type Request } from './frame.ts';
import { listDraft } from './list-draft.ts';

const KINDS: readonly EntityName[] = ['contact', 'company', 'opportunity'];

/** The kind of record that a phrase without a noun is about. */
function impliedEntity(request: Request): EntityName | undefined {
  const { clause, start, to } = request;
  const has = (...words: string[]) => clause.units.slice(start, to).some((unit) => words.includes(unit.norm));
  if (hasToDo(request)) return 'task';
  if (has('who', 'whom', 'anyone', 'anybody', 'someone', 'nobody', 'people', 'everyone', 'everybody'))
    return 'contact';
  if (clause.units.slice(start, to).some((unit) => TITLES.test(unit.norm))) return 'contact';
  if (
    has('closing', 'closes', 'close', 'closed', 'won', 'lost', 'forecast', 'pipeline', 'worth', 'win', 'lose')
  )
    return 'opportunity';
  const isOpen = clause.units.slice(start, to).some((_, i) => isStatus(request, start + i, 'open'));
  if (has('anything', 'something', 'nothing', 'what') && isOpen && withRecord(request)) return 'opportunity';
  if (has('what') && has('have', 'has') && clause.units.slice(start, to).some((unit) => unit.time))
    return 'task';
  if (has('due', 'overdue', 'todo', 'todos')) return 'task';
  for (let at = start; at < to; at++) if (phraseAt(clause.units, at, AGENDA) > 0) return 'task';
  for (let at = start; at < to; at++) if (sensesAt(clause, at, 'stage').length > 0) return 'opportunity';
  const fromFocus = clause.units.slice(start, to).some((unit) => /^(them|those|these|ones)$/.test(unit.norm))
    ? request.context.lastList?.entity
    : undefined;
  return entityNames.find((name) => name === fromFocus);
}

const isStatus = ({ clause }: Request, at: number, value: string) =>
  sensesAt(clause, at, 'option').some(
    ({ sense: { field, value: one } }) =>
      field.entity === 'opportunity' && field.name === 'status' && one === value,
  );

/** "anything open with Globex": business with somebody, rather than something to do. */
const withRecord = ({ clause, start, to }: Request) =>
  clause.units
    .slice(start, to)
    .some(
      ({ kind, matches = [] }, at) =>
        kind === 'name' &&
        /^(with|for|at)$/.test(normAt(clause.units, start + at - 1)) &&
        !matches.some(({ entity }) => entity === 'user'),
    );

/** "who do I have to call today": what is to be done is a task. */
function hasToDo({ clause, start, to }: Request): boolean {
  for (let at = start; at < to; at++)
    if (
      phraseAt(clause.units, at, TO_DO) > 0 &&
      /^(call|email|meet)$/.test(clause.units[at + phraseAt(clause.units, at, TO_DO)]?.norm ?? '')
    )
      return true;
  return false;
}
const TO_DO = 'have to|need to|should i|must i|should we|must we|do i need to|supposed to|got to';

/** "show me Jane", "Northwind?", "what is her phone number", "when does the Contoso deal close": one record. */
function oneRecord(request: Request, from: number): Draft | undefined {
  const { clause, to } = request;
  for (let at = from; at < to; at++) {
    const target = targetAt(request, at, to, KINDS);
    if (!target) continue;
    const { record } = target;
    const tools = kindOf(record.entity);
    if (!tools.get) return undefined;
    const isDirect = at === from;
    const end = at + target.length;
    const asked = askedFields(request, record.entity, request.start, at, end);
    const unexplained = (first: number, last: number) =>
      Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index)
        .filter((place) => !asked.places.has(place))
        .flatMap((place) => wordsOf(request, place, place + 1))
        .filter((word) => !isAsking(request, word, record.entity))
        .filter((word) => asked.fields.length < 2 || !/^(and|or)$/.test(word));
    const before = unexplained(from, at);
    const after = unexplained(end, to);
    if (
      /^(the|my|our)$/.test(normAt(clause.units, at)) &&
      sensesAt(clause, at + 1, 'entity').some((match) => match.sense.isPlural)
    )
      return undefined;
    const unread = [...before, ...after];
    return {
      tool: tools.get,
      args: { [tools.key]: record.value, ...(asked.fields.length > 0 && { fields: asked.fields }) },
      confidence: (isDirect ? 0.9 : 0.86) - unread.length * 0.4,
      needsPrevious: record.isFromPrevious,
      unread,
      introduces: [{ entity: record.entity, name: record.title }],
    };
  }
  return undefined;
}

const ASKING = new Set(
  'who what when where which how is are was does do did the of in for his her its their at to on with profile record card details detail info information page about everything me tell show a have we our us say that belong belongs name know work works located live lives based current stand stands standing get reach latest closed still own owns looks look after responsible in-charge charge much big large right now many long been there s it so far have has last talk talked speak spoke contact contacted data full summary overview status someone any i you can find pull up contacted next anything this that'.split(
    ' ',
  ),
);

/** Words of a question about one record: question words and the names of its fields. */
function isAsking(request: Request, word: string, entity: EntityName): boolean {
  const norm = word.toLowerCase();
  if (ASKING.has(norm)) return true;
  return request.clause.vocabulary.fields.some(
    (field) => field.entity === entity && field.phrases.some((phrase) => phrase.includes(norm)),
  );
}

/** Lists, counts, totals, and single records. The frame of last resort: also reads fragments such as "northwind deals". */
export const search: Frame = (request) => {
  const { clause, to } = request;
  const yesOrNo = isItSo(request);
  if (yesOrNo) return [yesOrNo];
  const verbed = afterVerb(request, 'show', 'count');
  if (verbed === undefined && request.acts.size > 0 && !isNounToo(normAt(clause.units, request.start)))
    return undefined;
  let from = verbed ?? request.start;
  from += phraseAt(
    clause.units,
    from,
    `me|us|me the|for|out|me a list of|a list of|the list of|list of|up|a table of|me all`,
  );
  const isOpenDeals =
    normAt(clause.units, request.start) === 'open' && sensesAt(clause, from, 'entity')[0]?.sense.isPlural;
  if (isOpenDeals) from = request.start;
  if (verbed !== undefined && /^(count|total|sum|tally)$/.test(normAt(clause.units, request.start)))
    from = request.start;
  if (from >= to) return undefined;
  const several = verbed === undefined ? undefined : severalRecords(request, from);
  if (several) return several;
  const implied = impliedEntity({ ...request, start: from }) ?? nameKind(request, from);
  const assumed = implied ?? 'contact';
  if (!isKind(assumed)) return undefined;
  const selection = selectionOf(request, from, assumed);
  // "what's late", "what's everybody got on": no word says that it is about people
  const isAboutThings = implied === 'contact' && normAt(clause.units, request.start) === 'what';
  const isGuess =
    (implied === undefined || isAboutThings) &&
    !selection.hasNoun &&
    selection.entity === assumed &&
    !clause.units.slice(from, to).some(({ kind }) => kind === 'name');
  const one =
    selection.isPlural || selection.hasAll || (selection.isCount && selection.hasNoun)
      ? undefined
      : oneRecord(request, from);
  const isList =
    selection.hasNoun ||
    selection.isCount ||
    !isEmptyFilter(selection) ||
    selection.sort !== undefined ||
    selection.averageOf !== undefined ||
    selection.groupBy !== undefined;
  const list =
    isList &&
    (selection.hasNoun || impliedEntity({ ...request, start: from }) !== undefined || !selection.record)
      ? listDraft(request, selection)
      : undefined;
  const isBareRecord = selection.record !== undefined && isEmptyFilter(selection) && !selection.isPlural;
  const asksWho =
    /^(who|whom|everyone|everybody|anyone|anybody|people|do|which)$/.test(normAt(clause.units, from)) &&
    one?.args.contact === undefined;
  const isListed =
    list && (list.unread?.length ?? 0) === 0 && (asksWho || (selection.hasNoun && !selection.hasDefinite));
  const isNumberOfOne = selection.isCount && one?.args.fields !== undefined;
  if (one && isNumberOfOne) return [one];
  if (one && selection.isCount) return list && [list];
  if (one && !isListed && (!list || isBareRecord || one.confidence > list.confidence)) return [one];
  if (!list) return one && [one];
  if (verbed === undefined && !request.isQuestion && !selection.hasNoun && isEmptyFilter(selection))
    return undefined;
  return [{ ...list, ...(isGuess && { isGuess }) }];
};

/**
 * The phrase with its filters. A noun such as "calls" stands for what was done and for what is to be done: the kind that
 * leaves less unread is meant, and of two that leave nothing the one whose time it is.
 */
function selectionOf(
  { clause, to, context, introduced }: Request,
  from: number,
  assumed: EntityName,
): Selection {
  const selection = parseSelection(clause, from, to, context, assumed, introduced);
  const at = headNoun(clause, from, to)?.at ?? sortedAt(clause, from, to);
  if (at === undefined) return selection;
  const kinds = sensesAt(clause, at, 'option')
    .filter(({ sense: { field } }) => field.name === 'type' && field.entity !== selection.entity)
    .map(({ sense: { field } }) => field.entity);
  const own = clause.units.slice(from, to);
  const isDone = own.some(({ norm }) => DONE.test(norm));
  const isToCome =
    !isDone &&
    own.some(
      ({ norm, time }) => TO_COME.test(norm) || (time?.kind === 'span' && time.from.toJSDate() > context.now),
    );
  const isTold = (kind: EntityName) => kindOf(kind).update === '';
  return kinds
    .filter((kind) => !isTold(kind) || isDone)
    .map((kind) => parseSelection(clause, from, to, context, kind, introduced, { where: [], isForced: true }))
    .reduce((best, other) => {
      const isMeant = isTold(other.entity) ? isDone : isToCome && isTold(best.entity);
      const fewer = best.leftovers.length - other.leftovers.length;
      return fewer > 0 || (fewer === 0 && isMeant) ? other : best;
    }, selection);
}

/** Said of what is to be done. */
const TO_COME = /^(due|overdue|have|need|should|must|planned|scheduled|upcoming|next|open|pending)$/;
/** Said of what has happened. */
const DONE = /^(did|had|was|were|logged|made|held|happened|took)$/;

/** Where a sort of record is named without its noun: "meetings". */
function sortedAt(clause: Request['clause'], from: number, to: number): number | undefined {
  for (let at = from; at < to; at++)
    if (sensesAt(clause, at, 'option').some(({ sense: { field } }) => field.name === 'type')) return at;
  return undefined;
}

/** "Is Falcon Security a customer already?": one record, and a value that it may have. */
function isItSo(request: Request): Draft | undefined {
  const { clause, start, to } = request;
  const is = phraseAt(clause.units, start, 'is|are|was|has');
  const target = is > 0 ? targetAt(request, start + is, to, KINDS) : undefined;
  const get = target && kindOf(target.record.entity).get;
  if (!target || !get) return undefined;
  const end = start + is + target.length;
  for (let at = end; at < Math.min(to, end + 4); at++) {
    const option = sensesAt(clause, at, 'option').find(
      ({ sense: { field } }) => field.entity === target.record.entity,
    );
    if (!option) continue;
    const unread = [...wordsOf(request, end, at), ...wordsOf(request, at + option.length, to)].filter(
      (word) => !/^(a|an|the|our|already|yet|still|now)$/.test(word),
    );
    if (unread.length > 0) return undefined;
    const { key } = kindOf(target.record.entity);
    const { field, value } = option.sense;
    return {
      tool: get,
      args: { [key]: target.record.value, fields: [field.name], equals: value },
      confidence: 0.9,
      needsPrevious: target.record.isFromPrevious,
      introduces: [{ entity: target.record.entity, name: target.record.title }],
    };
  }
  return undefined;
}

/** Words that begin orders but also fragments: "open deals", "call list". */
const isNounToo = (word: string) =>
  /^(open|close|closed|lost|won|new|call|calls|email|emails|meeting|note|notes|contact|contacts|lead|leads|complete|completed|track|record|records|stage|title|process|order|clear|missing|follow|review|demo|call|text|name|draft|book)$/.test(
    word,
  );

/** "show Jane and Bob": each of the records that are named one after the other. */
function severalRecords(request: Request, from: number): Draft[] | undefined {
  const drafts: Draft[] = [];
  for (let at = from; at < request.to; ) {
    const target = targetAt(request, at, request.to, KINDS);
    const get = target && kindOf(target.record.entity).get;
    if (!target || !get || target.isPossessive) return undefined;
    const { key } = kindOf(target.record.entity);
    drafts.push({
      tool: get,
      args: { [key]: target.record.value },
      confidence: 0.88,
      introduces: [{ entity: target.record.entity, name: target.record.title }],
    });
    at += target.length;
    const joint = phraseAt(request.clause.units, at, 'and|,|, and|&');
    if (joint === 0 && at < request.to) return undefined;
    at += joint;
  }
  return drafts.length > 1 ? drafts : undefined;
}

function nameKind(request: Request, from: number): EntityName | undefined {
  const unit = request.clause.units.slice(from, request.to).find((one) => one.kind === 'name');
  const kind = unit && likeliestKind(unit, ['contact', 'company', 'opportunity']);
  return entityNames.find((name) => name === kind);
}
