import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { lookup } from '../../../../lookup.ts';
import { phraseAt } from '../../../recognise/phrases.ts';
import { normAt } from '../../../recognise/unit.ts';
import { dateRangeAt } from '../date-condition.ts';
import { add, type Rule } from '../selection.ts';
import { amountAt, type Lead, leadAt, SKIPPED, WE } from './related-lead.ts';

const ACTIVITIES: Readonly<Record<string, string | undefined>> = lookup({
  call: 'call',
  calls: 'call',
  meeting: 'meeting',
  meetings: 'meeting',
  email: 'email',
  emails: 'email',
  note: 'note',
  notes: 'note',
  activity: undefined,
  activities: undefined,
});

/** "with no calls in the last 30 days", "we had a meeting with last week": entries of the timeline, of a time. */
export const activities: Rule = (reader, at) => {
  const { units } = reader.clause;
  if (reader.selection.entity === 'task') return 0;
  const we = phraseAt(units, at, WE);
  const did = we > 0 ? phraseAt(units, at + we, 'had|have had|have|logged') : 0;
  const lead: Lead | undefined = did > 0 ? { kind: 'has', length: we + did } : leadAt(reader, at);
  if (!lead || lead.kind === 'whose' || lead.kind === 'of') return 0;
  let i = at + lead.length;
  const amount = lead.kind === 'has' ? amountAt(reader.clause, i) : undefined;
  i += amount?.length ?? 0;
  i += phraseAt(units, i, SKIPPED);
  const noun = normAt(units, i);
  if (!(noun in ACTIVITIES)) return 0;
  i++;
  i += phraseAt(units, i, 'with|with us|logged|with them|at all');
  const range = dateRangeAt(units, i, 'at');
  // "no activity" is silence, and without a time "with notes" is the field
  if (lead.kind === 'lacks' && ACTIVITIES[noun] === undefined) return 0;
  if (!range && !amount && !/^(call|meeting)/.test(noun)) return 0;
  const type = ACTIVITIES[noun];
  const where: Condition[] = [
    ...(type ? [{ field: 'type', op: 'eq' as const, value: type }] : []),
    ...(range?.conditions ?? []),
  ];
  const op = lead.kind === 'lacks' ? 'is_empty' : 'is_set';
  add(reader, {
    field: 'activities',
    ...(amount ? { op: amount.op, value: amount.value } : { op }),
    ...(where.length > 0 && { where }),
  });
  return i + (range?.length ?? 0) - at;
};
