import { capitalize } from '../../../../tools/format.ts';
import { DURATION, durationIn } from '../read-duration.ts';
import { peopleIn } from '../read-people.ts';
import { NotRead } from '../reading.ts';
import { does, type StepReader } from './step-reader.ts';

const TASK =
  /^(?:(?:create|make|add|set(?: up)?|open|plan|schedule|write)\s+)?(?:an?\s+|the\s+|new\s+|another\s+)*((?:\w+[- ]){0,3}?)(tasks?|reminders?|to-?dos?|follow[- ]?ups?|call(?!\s+tasks?))\b\s*(.*)$/i;
const REMIND = /^remind\s+(.+?)(?:\s+to\s+(.+))?$/i;
const TYPES: ReadonlyArray<[word: RegExp, type: string]> = [
  [/\bcall(?:back)?\b/i, 'call'],
  [/\be-?mail\b/i, 'email'],
  [/\bmeeting\b/i, 'meeting'],
];
const PRIORITY = /\b(urgent|high|low)(?:[- ]priority)?\b/i;
const QUOTED = /["“](.+?)["”]/;
const MANY = /\b(?:two|three|four|five|several|\d+|standard)\b/i;
const LATER = new RegExp(
  `,?\\s*\\b(?:due\\s+)?(?:in|within|for in|to be done in)?\\s*${DURATION.source}(?:\\s+later)?`,
  'i',
);
const SOON = /\b(?:right away|at once|immediately|due tomorrow|for tomorrow|tomorrow|due today)\b/gi;

/** "create a call task for Lena, due in two days", "make a task to check the accounts", "remind the owner". */
export const readTask: StepReader = async (said, reading) => {
  const [, who, what] = REMIND.exec(said) ?? [];
  if (who) {
    const dueIn = durationIn(said);
    const assignee = await oneOf(reading, who.replace(LATER, '').trim());
    const about = what?.replace(LATER, '').trim();
    return does('create_task', {
      title: about ? titled(about) : 'Follow up {{ record.title }}',
      assignee,
      ...(dueIn && { dueIn }),
    });
  }
  const [, kind = '', noun = '', rest = ''] = TASK.exec(said) ?? [];
  if (!noun || (/^call$/i.test(noun) && rest && !/^(?:for|in|to)\b/i.test(rest))) return undefined;
  if (MANY.test(kind))
    throw new NotRead(
      `Which tasks are these: “${said}”? Name each, as “create a task to send the contract and create a task to plan the training”.`,
    );
  const dueIn = durationIn(rest) ?? durationIn(kind);
  let left = rest.replace(LATER, ' ').replace(SOON, ' ').replace(/\s+/g, ' ').trim();
  const quoted = QUOTED.exec(left)?.[1];
  left = left
    .replace(QUOTED, '')
    .replace(/^(?:called|named|titled|with the title|:)\s*/i, '')
    .trim();
  const [, about] = /(?:^|\s)(?:to|about|:)\s+(?!the owner$)(.+)$/i.exec(left) ?? [];
  if (about)
    left = left
      .slice(0, left.length - about.length)
      .replace(/\s*(?:to|about|:)\s*$/i, '')
      .trim();
  const [, people] = /^(?:for|assigned to|of)\s+(.+)$/i.exec(left) ?? [];
  const isFor = people ?? /^(?:for|to)\s+(.+)$/i.exec(about ?? '')?.[1];
  const type = TYPES.find(([word]) =>
    word.test(`${kind} ${noun === 'call' ? 'call' : ''} ${about ?? ''}`),
  )?.[1];
  const priority = PRIORITY.exec(kind)?.[1]?.toLowerCase();
  const plainKind = kind
    .replace(PRIORITY, '')
    .replace(/\bcall\b|\btask\b|\bnew\b/gi, '')
    .trim();
  const title =
    quoted ??
    (about
      ? titled(about)
      : type === 'call'
        ? 'Call {{ record.title }}'
        : plainKind
          ? `${capitalize(plainKind)}: {{ record.title }}`
          : /^follow/i.test(noun) || /^remind/i.test(noun)
            ? 'Follow up {{ record.title }}'
            : undefined);
  if (left && !people)
    throw new NotRead(
      `I do not understand “${left}” in “${said}”. Say whom the task is for and what it is about: “create a task for Lena to call them, due in two days”.`,
    );
  return does('create_task', {
    title: title ?? 'Look at {{ record.title }}',
    ...(type && { type }),
    ...(priority && { priority }),
    assignee: isFor ? await oneOf(reading, isFor) : 'owner',
    ...(dueIn && { dueIn }),
  });
};

async function oneOf(reading: Parameters<StepReader>[1], said: string): Promise<string> {
  const people = await peopleIn(reading, said);
  if (people.length === 1 && people[0]) return people[0];
  throw new NotRead('A task is for one person. Name one, or “the owner”.');
}

/** Whom it is about stands behind what is to be done. */
function titled(about: string): string {
  const plain = about
    .replace(/\s+(?:them|him|her|it|the (?:lead|contact|customer|deal|company|person))$/i, '')
    .trim();
  const title = capitalize(plain.replace(/["“”]/g, ''));
  return `${title}${/^\w+$/.test(plain) ? '' : ':'} {{ record.title }}`;
}
