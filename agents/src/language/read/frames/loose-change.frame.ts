import { changeable, type EntityName, isKind, kindOf } from '../../recognise/lexicon/entities.ts';
import type { FieldInfo } from '../../recognise/lexicon/fields.ts';
import { fillers, functionWords } from '../../recognise/lexicon/words.ts';
import { userValue } from '../../recognise/names/name-value.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { normAt, sensesAt } from '../../recognise/unit.ts';
import { isByAmount } from '../../score/accounting.ts';
import { setField, settableAt } from '../grammar/assignments.ts';
import { rawText, readValue } from '../grammar/read-value.ts';
import { type Target, targetAt } from '../grammar/target.ts';
import { bestOf, type Draft, type Frame, type Request } from './frame.ts';
import { draftOf } from './update-value.ts';

/** What one place of the clause was used for. */
type Uses = Array<'target' | 'field' | 'value' | 'word' | undefined>;

/** Between the name of a field and its value. */
const LINK = `to|=|:|->|is|is now|are|as|at|should be|should read|becomes|became|changed to|has changed to|gets|get|got|
  to be|needs to be|must be|now|is going to be|will be|was|on|by|until|the|a|an`;
/** Behind these free text is a value, to the letter. */
const MARKERS = /^(:|->|=|to|is|as)$/;
/** Words that make a request mean something else: never passed over. */
const NARROWING =
  /^(not|no|never|only|except|without|unless|but|instead|nor|neither|excluding|if|all|every|each|both|or|than|which|who|whose|that|where|when|why|how|what)$/;
/** What a person says who gives a record to somebody. */
const GIVES =
  /^(assign|reassign|give|hand|pass|transfer|owner|owned|owns|takes?|taking|over|responsible|by|belongs?|for)$/;

/**
 * "Close date of the Nimbus rollout -> 18 December", "I need that Stefan gets status qualified": one record, and values
 * that by their field's name or their form can be of one field only, in whatever order. Counts only when nothing is left.
 */
export const looseChange: Frame = (request) => {
  if (request.isQuestion || request.isTalk || isOfNewOne(request)) return undefined;
  const drafts = changeable().map((entity) => changeOf(request, entity));
  return bestOf(drafts);
};

/** "I need a deal for Globex, 40k": one that is not there yet. */
function isOfNewOne({ clause, start }: Request): boolean {
  const at = start + phraseAt(clause.units, start, 'need|needed|want|wanted');
  if (!/^(a|an|another)$/.test(normAt(clause.units, at))) return false;
  const noun = at + 1 + (normAt(clause.units, at + 1) === 'new' ? 1 : 0);
  return sensesAt(clause, noun, 'entity').some(({ sense }) => !sense.isPlural);
}

function changeOf(request: Request, entity: EntityName): Draft | undefined {
  const { clause, start, to } = request;
  const uses: Uses = Array.from({ length: to }, () => undefined);
  const target = targetIn(request, entity, uses);
  if (!target) return undefined;
  const set: Record<string, unknown> = {};
  let needsPrevious = false;
  for (let at = start; at < to; at++) {
    if (uses[at]) continue;
    const labelled = labelledAt(request, entity, at, uses);
    const found = labelled ?? byForm(request, entity, at, uses);
    if (!found) continue;
    if (found.field.name in set || isOfMany(found.value)) return undefined;
    setField(set, found.field, found.value);
    needsPrevious ||= found.needsPrevious ?? false;
  }
  if (Object.keys(set).length === 0) return undefined;
  const unread: string[] = [];
  for (let at = start; at < to; at++)
    if (!uses[at] && (isByAmount(clause, at) || !isPassedOver(request, entity, at)))
      unread.push(clause.units[at]?.text ?? '');
  const { key } = kindOf(entity);
  const { record } = target;
  const draft = draftOf(
    entity,
    {
      args: { [key]: record.value },
      isMany: false,
      confidence: 0.85,
      needsPrevious: record.isFromPrevious,
      unread,
      title: record.title,
    },
    { set, needsPrevious },
    request,
  );
  return { ...draft, isAccounted: true, confidence: unread.length > 0 ? 0.3 : draft.confidence };
}

/** "all our companies": what is changed, not what it is changed to. */
const isOfMany = (value: unknown) =>
  [value].flat().some((one) => typeof one === 'string' && /^(all|every|each|both)\b/i.test(one));

/** A link between two records that are there; before anything is made. */
export const linkedRecord: Frame = (request) => {
  const linked = request.isQuestion || request.isTalk ? undefined : linkedTo(request);
  return linked && [linked];
};

/** "Add Ada to the Northwind deal", "connect him to the Zephyr rollout": a record is named by another that is there. */
function linkedTo(request: Request): Draft | undefined {
  const { clause, start, to } = request;
  const verb = phraseAt(clause.units, start, 'add|connect|link|attach|put|tie');
  if (verb === 0) return undefined;
  for (let at = start + verb + 1; at < to; at++) {
    if (
      !/^(to|with|on)$/.test(normAt(clause.units, at)) ||
      !/^(the|that|this|our|my)$/.test(normAt(clause.units, at + 1))
    )
      continue;
    for (const entity of changeable()) {
      const target = targetAt(request, at + 1, to, [entity]);
      if (!target || at + 1 + target.length < to) continue;
      for (const field of clause.vocabulary.fields) {
        if (field.entity !== entity || field.isReadOnly || !field.ref || !isKind(field.ref)) continue;
        const other = targetAt(request, start + verb, at, [field.ref]);
        const isKnown =
          other &&
          clause.units
            .slice(start + verb, at)
            .some(
              ({ kind, matches }) => kind !== 'name' || matches?.some((match) => match.entity === field.ref),
            );
        if (!other || !isKnown || start + verb + other.length !== at) continue;
        const { record } = target;
        return {
          ...draftOf(
            entity,
            {
              args: { [kindOf(entity).key]: record.value },
              isMany: false,
              confidence: 0.88,
              needsPrevious: record.isFromPrevious,
              unread: [],
              title: record.title,
            },
            { set: { [field.name]: other.record.value }, needsPrevious: other.record.isFromPrevious },
            request,
          ),
          isAccounted: true,
        };
      }
    }
  }
  return undefined;
}

/** The one record that is spoken of: a name that is known as such, or a pronoun where no name is. */
function targetIn(request: Request, entity: EntityName, uses: Uses): Target | undefined {
  const { clause, start, to } = request;
  let found: { target: Target; at: number } | undefined;
  for (let at = start; at < to; at++) {
    const target = targetAt(request, at, to, [entity]);
    if (!target) continue;
    const units = clause.units.slice(at, at + target.length);
    if (units.every(({ kind }) => kind === 'quote')) continue;
    const name = units.find(({ kind }) => kind === 'name');
    const isOfKind =
      name?.matches?.some((match) => match.entity === entity) ||
      units.some((_, i) => sensesAt(clause, at + i, 'entity').some(({ sense }) => sense.entity === entity));
    if (name && !isOfKind) continue;
    // two records: which of them is to change?
    if (found && name) return undefined;
    found ??= { target, at };
    at += target.length - 1;
  }
  if (!found) return undefined;
  for (let i = 0; i < found.target.length; i++) uses[found.at + i] = 'target';
  return found.target;
}

interface Found {
  field: FieldInfo;
  value: unknown;
  needsPrevious?: boolean;
}

/** A field by its name, and its value behind it. */
function labelledAt(request: Request, entity: EntityName, at: number, uses: Uses): Found | undefined {
  const { clause, to } = request;
  const label = settableAt(request, entity, at);
  if (!label) return undefined;
  let from = at + label.length;
  while (from < to && uses[from] === 'target') from++;
  if (/^(of|for|on|in)$/.test(normAt(clause.units, from)) && uses[from + 1] === 'target')
    while (from < to && (uses[from] === 'target' || /^(of|for|on|in)$/.test(normAt(clause.units, from))))
      from++;
  let hasMarker = false;
  for (
    let length = phraseAt(clause.units, from, LINK);
    length > 0 && from < to;
    length = phraseAt(clause.units, from, LINK)
  ) {
    hasMarker ||= MARKERS.test(normAt(clause.units, from));
    from += length;
  }
  const isText = label.field.kind === 'string' && !label.field.ref && !label.field.format;
  if (isText && !hasMarker) return undefined;
  const end = nextUsed(uses, from, to);
  const value = readValue(label.field, request, from, end);
  if (!value) return undefined;
  for (let i = at; i < from + value.length; i++)
    uses[i] ??= i < at + label.length ? 'field' : i < from ? 'word' : 'value';
  return {
    field: label.field,
    value: isText ? rawText(clause, from, from + value.length) : value.value,
    ...(value.needsPrevious && { needsPrevious: true }),
  };
}

const nextUsed = (uses: Uses, from: number, to: number) => {
  let end = from;
  while (end < to && !uses[end]) end++;
  return end;
};

/** A value whose form tells its field: an amount, a stage, an option, an address, a teammate who is given it. */
function byForm(request: Request, entity: EntityName, at: number, uses: Uses): Found | undefined {
  const { clause, start, to } = request;
  const { measures, owner, worth } = kindOf(entity);
  const unit = clause.units[at];
  if (!unit) return undefined;
  const fieldOf = (fits: (field: FieldInfo) => boolean) =>
    clause.vocabulary.fields.find((field) => field.entity === entity && !field.isReadOnly && fits(field));
  const take = (field: FieldInfo | undefined, value: unknown, length = 1): Found | undefined => {
    if (!field) return undefined;
    for (let i = at; i < at + length; i++) uses[i] = 'value';
    return { field, value };
  };
  const stage = sensesAt(clause, at, 'stage')[0];
  if (stage && unit.kind === 'word')
    return take(
      fieldOf(({ name }) => name === 'stage'),
      stage.sense.name,
      stage.length,
    );
  // "a new phone": what stands before the name of a field is said of the field
  if (settableAt(request, entity, at + 1)) return undefined;
  const options = sensesAt(clause, at, 'option').filter(
    ({ sense }) => sense.field.entity === entity && !sense.field.isReadOnly,
  );
  if (options.length === 1 && options[0] && unit.kind === 'word')
    return take(options[0].sense.field, options[0].sense.value, options[0].length);
  const user = unit.kind === 'name' || unit.kind === 'word' ? userValue(unit) : undefined;
  const isGiven = clause.units.slice(start, to).some(({ norm }) => GIVES.test(norm));
  if (user && user !== 'me' && isGiven)
    return take(
      fieldOf(({ name }) => name === owner),
      user,
    );
  switch (unit.kind) {
    case 'money':
      return take(
        fieldOf(({ name }) => name === worth),
        unit.value,
      );
    case 'percent':
      return worth
        ? take(
            fieldOf(({ name }) => name === measures.percent),
            unit.value,
          )
        : undefined;
    case 'email':
    case 'phone':
      return take(
        fieldOf(({ format }) => format === unit.kind),
        unit.text,
      );
    default:
      return undefined;
  }
}

/** Words that hold the sentence together, the verb of a change, the noun of the record. */
function isPassedOver(request: Request, entity: EntityName, at: number): boolean {
  const { clause } = request;
  const unit = clause.units[at];
  if (!unit || /^(punct|break|possessive)$/.test(unit.kind)) return true;
  if (unit.kind !== 'word' || NARROWING.test(unit.norm)) return unit.norm === 'that' || unit.norm === 'who';
  if (/^(gets?|stands?|says?|agreed|urgent|spelling)$/.test(unit.norm)) return true;
  if (unit.norm === 'new' && settableAt(request, entity, at + 1)) return true;
  if (functionWords.has(unit.norm) || fillers.has(unit.norm) || GIVES.test(unit.norm)) return true;
  if (sensesAt(clause, at, 'entity').some(({ sense }) => sense.entity === entity)) return true;
  return sensesAt(clause, at, 'verb').some(({ sense }) =>
    sense.acts.some((act) => /^(update|move|assign|correct|close|postpone)$/.test(act)),
  );
}
