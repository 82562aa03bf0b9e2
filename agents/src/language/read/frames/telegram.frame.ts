import { type EntityName, kindOf } from '../../recognise/lexicon/entities.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { targetAt } from '../grammar/target.ts';
import { bestOf, type Draft, type Frame, type Request } from './frame.ts';
import { draftOf } from './update-value.ts';
import { valuesByForm } from './values-by-form.ts';

const KINDS: readonly EntityName[] = ['opportunity', 'contact', 'company'];

/** "litware pilot: 20k, 60%", "wingtip upgrade - discovery - 40%": a record and its new values, without a verb. */
export const telegram: Frame = (request) => {
  if (request.isQuestion || request.acts.size > 0) return undefined;
  return bestOf(KINDS.map((entity) => noteOn(request, entity)));
};

function noteOn(request: Request, entity: EntityName): Draft | undefined {
  const { clause, start, to } = request;
  const target = targetAt(request, start, to, [entity]);
  const record = target?.record;
  const at = start + (target?.length ?? 0);
  const joint = phraseAt(clause.units, at, ':|,|-|–|->');
  const isKnown = clause.units
    .slice(start, at)
    .some(({ matches = [] }) => matches.some((match) => match.entity === entity));
  const values = joint > 0 && isKnown ? valuesByForm(request, entity, at + joint, to) : undefined;
  // one value alone may be a filter
  if (!record || !values || Object.keys(values.set).length < 2) return undefined;
  const chosen = {
    args: { [kindOf(entity).key]: record.value },
    isMany: false,
    confidence: 0.8,
    needsPrevious: record.isFromPrevious,
    unread: [],
    title: record.title,
  };
  return draftOf(entity, chosen, values, request);
}
