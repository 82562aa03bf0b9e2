import type { ActionItem, Segment } from '@clianta/crm-core/crm/call-recording/call-recording.schema';
import type { Calendar } from '@clianta/crm-core/entity/calendar';
import { fold } from '@clianta/crm-core/entity/search-text';
import { DateTime } from 'luxon';
import { readTimes } from '../../../language/recognise/times/read-times.ts';
import { actPoint } from '../../../language/recognise/times/time-value.ts';
import { tokenise } from '../../../language/text/tokenise.ts';
import { type Promised, promisesIn } from './promises.ts';
import { type Sentence, sentencesOf } from './sentences.ts';

/** Whose people and days they are. */
export interface CallSetting {
  at: Date;
  timeZone: string;
  calendar: Calendar;
  team: ReadonlyArray<{ id: string; name: string }>;
}

const MOST_ITEMS = 50;
const LONGEST = 160;
/** A day without a time of day is meant for the morning. */
const MORNING = 9;
const LONG_DAYS = 8;
/** Somebody who is asked and says so does not do it. */
const DECLINED =
  /^(?:no\b|nope|sorry|unfortunately|i(?:'m| am) afraid|i can(?:'|’)?t|we can(?:'|’)?t|i cannot|that(?:'s| is) not)/i;

/** What was promised in a call: what, by whom, until when, each with the segment that says so. */
export function findActionItems(segments: readonly Segment[], setting: CallSetting): ActionItem[] {
  const speakers = [...new Set(segments.map(({ speaker }) => speaker))];
  const items = sentencesOf(segments).flatMap((sentence) =>
    promisesIn(sentence.text).flatMap((promised): ActionItem[] => {
      const listener = listenerOf(sentence, segments, speakers);
      const next = segments[sentence.segment + 1];
      const isDeclined = next !== undefined && next.speaker === listener && DECLINED.test(next.text);
      if (promised.who === 'listener' && isDeclined) return [];
      const owner = ownerOf(promised, sentence.speaker, listener);
      const text = inOrder(promised.deed, promised.who === 'speaker' ? listener : undefined);
      const ownerId = owner && teammate(owner, setting.team);
      const dueAt = dueIn(promised.deed, setting) ?? dueIn(sentence.text, setting);
      return [
        {
          text,
          segment: sentence.segment,
          ...(owner && { owner }),
          ...(ownerId && { ownerId }),
          ...(dueAt && { dueAt }),
        },
      ];
    }),
  );
  return once(items).slice(0, MOST_ITEMS);
}

/** Whom a sentence is said to: by name at its beginning or end, else the other one, else who speaks next. */
function listenerOf(
  { text, speaker, segment }: Sentence,
  segments: readonly Segment[],
  speakers: readonly string[],
): string | undefined {
  const others = speakers.filter((one) => one !== speaker);
  const called = others.find((one) => {
    const first = escaped(one.split(/\s/)[0] ?? '');
    return new RegExp(`^(?:\\w+\\s)?${first},|,\\s*${first}[?.!]?$`, 'i').test(text);
  });
  return (
    called ??
    (others.length === 1
      ? others[0]
      : segments.slice(segment + 1).find((one) => one.speaker !== speaker)?.speaker)
  );
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function ownerOf({ who }: Promised, speaker: string, listener: string | undefined): string | undefined {
  if (who === 'speaker') return speaker;
  if (who === 'listener') return listener;
  return who?.name;
}

/** The teammate of that name, where only one is called so. */
function teammate(name: string, team: CallSetting['team']): string | undefined {
  const wanted = fold(name.replace(/\s*\([^()]*\)/g, ''));
  const exact = team.filter((one) => fold(one.name) === wanted);
  const found = exact.length > 0 ? exact : team.filter((one) => fold(one.name).split(' ')[0] === wanted);
  return found.length === 1 ? found[0]?.id : undefined;
}

/** "send you the offer by Friday." is "Send Jonas the offer by Friday". */
function inOrder(deed: string, listener: string | undefined): string {
  const first = listener && !/^speaker\b/i.test(listener) ? listener.split(/\s/)[0] : undefined;
  const said = deed
    .replace(
      /\s*(?:,?\s*(?:okay|ok|right|please|then|if that(?:'s| is) (?:okay|ok|fine)|of course))*[.!?…]*["”’]*$/i,
      '',
    )
    .replace(/,\s+(?:so|because|but|which|since)\b.*$/i, '')
    .replace(/\byou\b(?! (?:can|will|have|are|need|could|should|want))/gi, first ?? 'you');
  const clipped = said.length > LONGEST ? `${said.slice(0, LONGEST - 1).trimEnd()}…` : said;
  return clipped.charAt(0).toUpperCase() + clipped.slice(1);
}

/** The day that it is promised for, counted from the call; a longer time only where it is a limit: "by the end of the month". */
function dueIn(text: string, { at, timeZone, calendar }: CallSetting): Date | undefined {
  const now = DateTime.fromJSDate(at, { zone: timeZone });
  const tokens = tokenise(text);
  for (const { at: place, value } of readTimes(tokens, now, calendar)) {
    if (value.kind !== 'span' || value.from < now.startOf('day')) continue;
    const isLimit =
      /^(?:by|until|till|before|within|in|latest)$/.test(tokens[place - 1]?.norm ?? '') || value.isEnd;
    if (value.to.diff(value.from, 'days').days > LONG_DAYS && !isLimit) continue;
    return actPoint(value, MORNING, true).toJSDate();
  }
  return undefined;
}

/** What is said again is one item; the later one knows more. */
function once(items: readonly ActionItem[]): ActionItem[] {
  const byText = new Map<string, ActionItem>();
  for (const item of items) {
    const key = `${fold(item.text)}|${item.owner ?? ''}`;
    const known = byText.get(key);
    byText.set(key, known ? { ...item, ...known, ...(item.dueAt && { dueAt: item.dueAt }) } : item);
  }
  return [...byText.values()];
}
