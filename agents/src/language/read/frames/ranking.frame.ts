import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import type { EntityName } from '../../recognise/lexicon/entities.ts';
import { type Clause, normAt, sensesAt } from '../../recognise/unit.ts';
import { headNoun, parseSelection } from '../grammar/parse-selection.ts';
import { linkTo, type Selection } from '../grammar/selection.ts';
import type { Draft, Frame, Request } from './frame.ts';
import { listDraft } from './list-draft.ts';
import { AMOUNT, asked, DEEDS, EMPTY, type Ranking, topped } from './ranking-said.ts';
import { fieldOf, groupOf, type Subject } from './ranking-subject.ts';

/** "who owns the most open deals", "top 3 industries by deal value", "best month for won deals": groups in order. */
export const ranking: Frame = (request) => {
  const said = asked(request) ?? topped(request);
  if (!said) return undefined;
  const own = byOwnField(request, said, { ...request.clause, units: said.object });
  if (own) return [own];
  const read = withMeasure(said);
  const clause: Clause = { ...request.clause, units: read.object };
  const entity = entityOf(clause, read);
  if (!entity) return undefined;
  if (!read.measure && !read.isCount) return undefined;
  const status = read.status ?? statusOfReason(clause, read, entity);
  const selection = parseSelection(
    clause,
    0,
    read.object.length,
    request.context,
    entity,
    request.introduced,
    {
      where: status ? [{ field: 'status', op: 'eq', value: status }] : [],
      timeOf: read.isCreator ? 'created' : undefined,
    },
  );
  const about = conditionsOf(request, read, selection);
  const by = read.isCreator ? 'createdBy' : groupOf(clause, read.subject, selection);
  if (!by || !about || selection.record) return undefined;
  selection.where.push(...about);
  selection.groupBy = by;
  const measure = read.measure ?? 'count';
  selection.sort = `${read.isLeast ? '' : '-'}${measure}`;
  if (measure === 'average') selection.averageOf = 'amount';
  delete selection.limit;
  if (read.limit) selection.limit = read.limit;
  selection.isCount = false;
  delete selection.sumOf;
  selection.hasNoun = true;
  return [listDraft({ ...request, clause }, selection)];
};

/** Takes the words that say what is measured out of the object. */
function withMeasure(read: Ranking): Ranking {
  const words = read.object.filter((unit) => unit.time === undefined).map((unit) => unit.norm);
  const isPipeline = words.includes('pipeline');
  const isAmount = words.some((word) => AMOUNT.test(word));
  const isAverage = words.some((word) => /^(average|avg|mean)$/.test(word));
  const hasObject = words.some((word) => !EMPTY.has(word));
  const deed = words.find((word) => word in DEEDS && !hasNounAfter(words, word));
  const isBare = !hasObject || (deed !== undefined && words.length <= 1);
  const measure = isAverage
    ? 'average'
    : isPipeline || isAmount || (read.status && isBare)
      ? 'sum'
      : undefined;
  const status = read.status ?? (isPipeline ? 'open' : undefined);
  const object = read.object.filter(
    ({ norm }) =>
      norm !== 'pipeline' && !AMOUNT.test(norm) && !/^(average|avg|mean|number|count|the|our|of)$/.test(norm),
  );
  return { ...read, object, ...(measure && { measure: read.measure ?? measure }), ...(status && { status }) };
}

const hasNounAfter = (words: readonly string[], word: string) => words.indexOf(word) < words.length - 1;

function entityOf(clause: Clause, read: Ranking): EntityName | undefined {
  const noun = headNoun(clause, 0, read.object.length)?.entity;
  if (noun) return read.subject.kind === 'record' && read.subject.entity === noun ? undefined : noun;
  if (read.measure || read.status) return 'opportunity';
  return read.subject.kind === 'field' ? read.subject.fields[0]?.entity : undefined;
}

/** "which company has the most employees": a number of the record itself, so single records in its order. */
function byOwnField(request: Request, read: Ranking, clause: Clause): Draft | undefined {
  const { subject } = read;
  if (subject.kind !== 'record') return undefined;
  const field = sensesAt(clause, 0, 'field').find(
    ({ sense }) => sense.field.entity === subject.entity && sense.field.kind === 'number',
  );
  if (!field) return undefined;
  const status = statusOf(request, subject);
  const units = [...read.about, ...read.object.slice(field.length)];
  const rest: Clause = { ...request.clause, units };
  const selection = parseSelection(
    rest,
    0,
    units.length,
    request.context,
    subject.entity,
    request.introduced,
  );
  selection.hasNoun = true;
  selection.where.unshift(...status);
  selection.sort = `${read.isLeast ? '' : '-'}${field.sense.field.name}`;
  if (read.limit || !subject.isPlural) selection.limit = read.limit ?? 1;
  return listDraft({ ...request, clause: rest }, selection);
}

/** What was said of the records that are ranked, as a condition on them; undefined when it is not understood. */
function conditionsOf(request: Request, read: Ranking, selection: Selection): Condition[] | undefined {
  const { subject, about } = read;
  const status = subject.kind === 'record' ? statusOf(request, subject) : [];
  if (about.length === 0 && status.length === 0) return [];
  if (subject.kind !== 'record') return undefined;
  const link = linkTo(request.clause, selection.entity, subject.entity);
  const clause: Clause = { ...request.clause, units: about };
  const inner = parseSelection(clause, 0, about.length, request.context, subject.entity, request.introduced);
  if (!link || inner.leftovers.length > 0 || inner.anyOf.length > 0 || inner.record) return undefined;
  return [{ field: link.name, op: 'is_set', where: [...status, ...inner.where] }];
}

/** "customers" among companies. */
function statusOf(request: Request, subject: Extract<Subject, { kind: 'record' }>): Condition[] {
  const at = request.clause.units.findIndex((_, place) => {
    const noun = sensesAt(request.clause, place, 'entity')[0];
    return place >= request.start && noun?.sense.entity === subject.entity;
  });
  const one = normAt(request.clause.units, at).replace(/s$/, '');
  const isStatus = subject.entity === 'company' && /^(customer|partner)$/.test(one);
  return isStatus ? [{ field: 'status', op: 'eq', value: one }] : [];
}

/** Reasons for a loss are those of lost deals. */
function statusOfReason(clause: Clause, { subject }: Ranking, entity: EntityName): string | undefined {
  const by = subject.kind === 'field' ? fieldOf(clause, subject.fields, entity) : undefined;
  return by === 'lossReason' ? 'lost' : undefined;
}
