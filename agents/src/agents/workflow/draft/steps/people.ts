import { DEFAULT_TEXT } from '../../../../workflows/default-text.ts';
import { durationIn } from '../read-duration.ts';
import { peopleIn } from '../read-people.ts';
import { does, IT, type StepReader } from './step-reader.ts';

const ASSIGN = new RegExp(
  `^(?:auto[- ]?)?(?:assign|reassign|give|hand|route|pass|transfer)(?:\\s+(?:over\\s+)?${IT})?(?:\\s+over)?\\s+(?:on\\s+)?to\\s+(.+)$`,
  'i',
);
const ASSIGN_ONE = /^assign\s+(?!to\b)([\p{Lu}].*)$/u;
const OWNED = /^(?:make|set|change)\s+(?:the\s+owner\s+(?:to|as)\s+(.+)|(.+?)\s+(?:the\s+)?owner)$/i;
const GOES = new RegExp(`^(?:${IT})\\s+(?:should\\s+)?goes?\\s+to\\s+(.+)$`, 'i');

/** "assign it to Lena", "hand it over to Lena and Bob in turn". */
export const readAssign: StepReader = async (said, reading) => {
  const who =
    ASSIGN.exec(said)?.[1] ??
    ASSIGN_ONE.exec(said)?.[1] ??
    OWNED.exec(said)?.slice(1).find(Boolean) ??
    GOES.exec(said)?.[1];
  if (!who) return undefined;
  const userIds = (await peopleIn(reading, who)).filter((id) => id !== 'owner');
  return userIds.length > 0 ? does('assign_owner', { userIds }) : undefined;
};

const NOTIFY =
  /^(?:please\s+)?(?:notify|tell|inform|alert|ping|warn|message|let)\s+(.+?)(?:\s+know)?(?:\s+(?:that|about|of|with)\s+(.+)|\s*:\s*(.+))?$/i;

/** "tell the owner", "notify me: a big one". */
export const readNotify: StepReader = async (said, reading) => {
  const [, who = '', about, text] = NOTIFY.exec(said) ?? [];
  if (!who || /\b(?:in|on|via|through|by)\s+(?:slack|teams|discord|e-?mail)\b/i.test(who)) return undefined;
  if (durationIn(who)) return undefined;
  const to = await peopleIn(
    reading,
    who.replace(/\s+(?:right away|immediately|automatically|too|as well)$/i, ''),
  );
  const plain = (text ?? about)?.replace(/["“”]/g, '').trim();
  const isPointing = plain !== undefined && /^(?:it|this|that)$/i.test(plain);
  return does('notify_user', {
    to,
    text: plain && !isPointing ? `{{ record.title }}: ${plain}` : DEFAULT_TEXT,
  });
};
