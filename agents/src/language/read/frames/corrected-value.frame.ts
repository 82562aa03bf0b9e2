import { kindOf } from '../../recognise/lexicon/entities.ts';
import { phraseAt } from '../../recognise/phrases.ts';
import { actPoint, endPoint, iso } from '../../recognise/times/time-value.ts';
import { normAt, textOf, type Unit } from '../../recognise/unit.ts';
import type { Draft, Frame, Request } from './frame.ts';

const IS = `it is|that is|this is|it should be|that should be|it was|it must be|it is now|make it|it has to be|the value is|
  the amount is|the date is`;
const REALLY = 'actually|really|rather|now|in fact|more like|on|at|worth|closing|due';
const BEHIND = 'actually|now|instead|in fact|not that|really';

/** "It's actually 15k", "actually 31 March": corrects the value of that kind of what was spoken of last. */
export const correctValue: Frame = (request) => {
  const { clause, start, to } = request;
  const { units } = clause;
  const is = phraseAt(units, start, IS);
  let at = start + is;
  for (let length = 1; length > 0; at += length) length = phraseAt(units, at, REALLY);
  const isSaid = is > 0 || normAt(units, start - 1) === 'actually';
  const unit = units[at];
  const end = at + 1 + phraseAt(units, at + 1, BEHIND);
  if (!isSaid || !unit || end !== to || request.introduced.length > 0) return undefined;
  const draft = unit.time ? dateOf(request, unit) : numberOf(request, unit);
  return draft && [{ ...draft, read: [textOf(clause, start, to)] }];
};

/** The newest of the conversation that has such a value. */
const newest = ({ context }: Request, ...entities: Array<'opportunity' | 'task'>) => {
  const item = context.focus.find((one) => entities.some((entity) => entity === one.entity));
  const entity = entities.find((name) => name === item?.entity);
  return item && entity ? { id: item.id, entity } : undefined;
};

function numberOf(request: Request, unit: Unit): Draft | undefined {
  const deal = newest(request, 'opportunity');
  const { money, percent } = kindOf('opportunity').measures;
  const field = unit.kind === 'money' ? money : unit.kind === 'percent' ? percent : undefined;
  if (!deal || !field || unit.value === undefined) return undefined;
  return { tool: 'update_deals', args: { deal: deal.id, set: { [field]: unit.value } }, confidence: 0.85 };
}

function dateOf(request: Request, unit: Unit): Draft | undefined {
  const record = newest(request, 'opportunity', 'task');
  if (!record || unit.time?.kind !== 'span') return undefined;
  const { key, period, update } = kindOf(record.entity);
  const day = record.entity === 'task' ? actPoint(unit.time, 9) : endPoint(unit.time);
  return { tool: update, args: { [key]: record.id, set: { [period]: iso(day) } }, confidence: 0.85 };
}
