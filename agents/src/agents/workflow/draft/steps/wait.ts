import { durationIn } from '../read-duration.ts';
import { fieldCalled } from '../read-value.ts';
import { NotRead } from '../reading.ts';
import type { StepReader } from './step-reader.ts';

const WAIT = /^(?:wait|pause|hold(?: on)?)\b\s*(?:for\s+)?(.*)$/i;
const UNTIL = /^until\s+(?:it is\s+)?(\d{1,2})(?:[:.](\d\d))?\s*(am|pm|o'clock)?$/i;
const DATE = /^until\s+(?:(\d+)\s+days?\s+(before|after)\s+)?(?:the\s+)?(.+)$/i;

/** "wait two days", "wait until 9:00", "wait until 30 days before the contract end". */
export const readWait: StepReader = async (said, { entity }) => {
  const rest = WAIT.exec(said)?.[1]?.trim();
  if (rest === undefined) return undefined;
  const length = durationIn(rest);
  const [, hours, minutes = '00', half] = UNTIL.exec(rest) ?? [];
  if (hours) {
    const hour = Number(hours) + (/pm/i.test(half ?? '') && Number(hours) < 12 ? 12 : 0);
    if (hour < 24) return { kind: 'wait', input: { until: `${String(hour).padStart(2, '0')}:${minutes}` } };
  }
  const [, days = '0', side, name = ''] = DATE.exec(rest) ?? [];
  const field = name ? fieldCalled(entity, name) : undefined;
  if (field && (field.kind === 'day' || field.kind === 'date'))
    return {
      kind: 'wait',
      input: { field: field.name, days: side === 'before' ? -Number(days) : Number(days) },
    };
  if (length && !/^until/i.test(rest)) return { kind: 'wait', input: { for: length } };
  throw new NotRead(
    `How long is it to wait? I read “${said}”. Say it such as “wait two days”, “wait until 9:00” or “wait until 30 days before” and a date of the record.`,
  );
};
