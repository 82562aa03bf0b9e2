import { phraseAt } from '../../../recognise/phrases.ts';
import { iso, pastOf, type TimeValue } from '../../../recognise/times/time-value.ts';
import { normAt } from '../../../recognise/unit.ts';
import { add, type Reader, type Rule } from '../selection.ts';

const STAYED = `sitting in|been sitting in|stuck in|been stuck in|been in|stayed in|remained in|parked in|been parked in|lingering in|
  been lingering in|spent in|in`;
const SAME =
  'the same stage|same stage|one stage|a single stage|their stage|its stage|their current stage|the current stage|the stage';

/** "sitting in the same stage for over 2 months": how long a deal has not moved. */
export const stayed: Rule = (reader, at) => {
  const { units } = reader.clause;
  if (reader.selection.entity !== 'opportunity') return 0;
  let i = at;
  while (i < reader.to && i - at < 3 && /^(that|which|have|has|are|is)$/.test(normAt(units, i))) i++;
  const lead = phraseAt(units, i, STAYED);
  const same = lead > 0 ? phraseAt(units, i + lead, SAME) : 0;
  if (same === 0) return 0;
  const from = i + lead + same;
  const length = phraseAt(units, from, FOR);
  const time = units[from + length]?.time;
  if (length === 0 || !time) return 0;
  const before = enteredBefore(time);
  add(reader, { field: 'stageChanged', op: 'lt', value: before });
  if (!reader.selection.where.some(({ field }) => field === 'status'))
    reader.selection.where.push({ field: 'status', op: 'eq', value: 'open' });
  return from + length + 1 - at;
};

/** For two months, or since January: in the stage by the end of it. */
const enteredBefore = (time: TimeValue) =>
  time.kind === 'length' ? `now-${time.amount}${time.unit}` : (time.relative?.from ?? iso(pastOf(time).to));

const FOR =
  'for|for over|for more than|for at least|for longer than|for the last|more than|over|longer than|since|in';

/** "older than 90 days", "more than 30 days old". */
export function ageAt(reader: Reader, at: number): number {
  const { units } = reader.clause;
  const lead = phraseAt(
    units,
    at,
    'for|for over|for more than|for at least|for longer than|more than|over|longer than|since',
  );
  const stay = units[at + lead]?.time;
  const isInStage = reader.selection.where.some((one) => one.field === 'stage');
  const isOpen = reader.selection.where.some((one) => one.field === 'status' && one.value === 'open');
  if (lead > 0 && isOpen && stay?.kind === 'length' && /^for/.test(normAt(units, at))) {
    add(reader, { field: 'created', op: 'lt', value: `now-${stay.amount}${stay.unit}` });
    return lead + 1;
  }
  const isSince = normAt(units, at) === 'since';
  if (lead > 0 && isInStage && stay && (stay.kind === 'length' || isSince)) {
    add(reader, { field: 'stageChanged', op: 'lt', value: enteredBefore(stay) });
    return lead + 1;
  }
  const older = phraseAt(units, at, 'older than|more than|over');
  const time = units[at + older]?.time;
  if (older === 0 || time?.kind !== 'length') return 0;
  const isOld = normAt(units, at + older + 1) === 'old';
  if (!isOld && normAt(units, at) !== 'older') return 0;
  add(reader, { field: 'created', op: 'lt', value: `now-${time.amount}${time.unit}` });
  return older + 1 + (isOld ? 1 : 0);
}
