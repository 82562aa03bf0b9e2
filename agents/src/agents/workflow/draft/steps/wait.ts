import { DURATION, durationIn } from '../read-duration.ts';
import { fieldCalled, valuesCalled } from '../read-value.ts';
import { NotRead, type Reading } from '../reading.ts';
import type { NewStep, StepReader } from './step-reader.ts';

const WAIT = /^(?:wait|pause|hold(?: on)?)\b\s*(?:for\s+)?(.*)$/i;
const UNTIL = /^until\s+(?:it is\s+)?(\d{1,2})(?:[:.](\d\d))?\s*(am|pm|o'clock)?$/i;
const DATE = /^until\s+(?:(\d+)\s+days?\s+(before|after)\s+)?(?:the\s+)?(.+)$/i;

const LIMIT = '(?:at most|up to|no longer than|a maximum of|max\\.?|for)';
const LENGTH = '(?:an?|half an?|\\w+)\\s+(?:minute|hour|day|week|month)s?';
const EVENTS = [
  new RegExp(
    `^${LIMIT}\\s+(?<within>${LENGTH})\\s+(?:for|until|till)\\s+(?<what>.+?)(?<end>,?\\s+(?:else|otherwise) (?:stop|end))?$`,
    'i',
  ),
  new RegExp(
    `^(?:(?:for|until|till)\\s+)?(?<what>.+?),?\\s+(?:but\\s+)?(?:${LIMIT}|or(?: for)?(?: at most)?)\\s+(?<within>${LENGTH})(?:\\s+(?:pass(?:es)?|are over|have passed))?(?<end>,?\\s+(?:else|otherwise) (?:stop|end))?$`,
    'i',
  ),
];
const BECOMES =
  /^(?:(?:the\s+)?\w+|it|they|he|she)(?:['’]s)?\s+(?:(?:is|are|has been|was)\s+(?:moved to|set to)?|becomes?|reach(?:es)?|gets?(?: to)?|turns(?: into)?)\s*(?:an?\s+)?(?<value>.+)$/i;
const CHANGES =
  /^(?:the\s+|its\s+|their\s+)?(?<field>.+?)(?:\s+(?:of|on)\s+.+?)?\s+(?:changes?|is changed|to change)$/i;
const NEEDS_END = 'How long at most? Say it such as “wait up to 7 days until the deal is won”.';

/** "up to 7 days until the deal is won", "until the stage changes, at most a week". */
async function eventIn(rest: string, { context, entity }: Reading): Promise<NewStep | undefined> {
  const found = EVENTS.map((pattern) => pattern.exec(rest)?.groups).find(Boolean);
  const what = (found?.what ?? /^(?:for|until|till)\s+(.+)$/i.exec(rest)?.[1])?.trim();
  const event = what && (await changeIn(what, { context, entity } as Reading));
  if (!event) return undefined;
  const within = found?.within ? durationIn(found.within) : undefined;
  if (!within) throw new NotRead(NEEDS_END);
  return { kind: 'wait', input: { event, within, otherwise: found?.end ? 'end' : 'continue' } };
}

async function changeIn(what: string, { context, entity }: Reading) {
  const field = fieldCalled(entity, CHANGES.exec(what)?.groups?.field ?? '');
  if (field) return { fields: [field.name] };
  const value = BECOMES.exec(what)?.groups?.value;
  const values = value ? await valuesCalled(context, entity, value) : [];
  if (values.length === 0) return undefined;
  return {
    fields: [...new Set(values.map((one) => one.field.name))],
    to: [...new Set(values.map((one) => one.value))],
  };
}

/** Words around a length of time that say nothing more. */
const FILLERS = /\b(?:for|about|exactly|another|more|first|then|tomorrow|the next day|next week)\b|[.,]/gi;

/** "wait two days", "wait until 9:00", "wait until 30 days before the contract end". */
export const readWait: StepReader = async (said, reading) => {
  const { entity } = reading;
  const rest = WAIT.exec(said)?.[1]?.trim();
  if (rest === undefined) return undefined;
  const event = await eventIn(rest, reading);
  if (event) return event;
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
  const more = rest.replace(DURATION, ' ').replace(FILLERS, ' ').trim();
  if (length && more !== '' && !/^until/i.test(rest))
    throw new NotRead(
      `I do not understand “${more}” in “${said}”. A step can wait; a condition is said at the beginning, such as “when an urgent ticket is opened”.`,
    );
  if (length && !/^until/i.test(rest)) return { kind: 'wait', input: { for: length } };
  throw new NotRead(
    `How long is it to wait? I read “${said}”. Say it such as “wait two days”, “wait until 9:00” or “wait until 30 days before” and a date of the record.`,
  );
};
