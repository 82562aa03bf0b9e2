import { DateTime } from 'luxon';
import type { LanguageContext } from '../language-context.ts';
import { vocabularyOf } from '../recognise/lexicon/vocabulary.ts';
import { nameLookup } from '../recognise/names/known-names.ts';
import { phraseAt } from '../recognise/phrases.ts';
import { readUnits } from '../recognise/read-units.ts';
import { normAt, type Unit } from '../recognise/unit.ts';
import { tokenise } from '../text/tokenise.ts';
import type { ConditionReader } from './condition-reader.ts';
import { joined, statedWords } from './condition-words.ts';

const MAIL =
  'any emails|any email|any mail|any mails|an email|a mail|emails|email|mails|mail|anything|any message|any messages|a message';
const SENT =
  'sent me|sent us|emailed me|emailed us|mailed me|mailed us|written to me|written to us|written me|wrote to me|wrote me|replied to me|contacted me|been in touch|written';
const HEARD = 'heard from|received anything from|heard anything from|received|gotten|got|had';
const TIME =
  'in the past|in the last|within the last|within the past|over the past|over the last|for the past|for the last|during the last|in|for|since|this|today';

/** "Yuki hasn't sent me any emails in the past 4 days", "I have not heard from Yuki since Monday". */
export const readHasWritten: ConditionReader = async ({ text, context, catalogue }) => {
  const said = joined(statedWords(text));
  const units = await readUnits(
    tokenise(said),
    said,
    context,
    vocabularyOf(context, catalogue),
    nameLookup(context),
  );
  const owned = catalogue.tool('search_mail');
  const sender = units.findIndex(({ kind, matches }) => kind === 'email' || (matches?.length ?? 0) > 0);
  const from = senderOf(units[sender], context);
  if (!owned || from === undefined) return undefined;
  const rest = units.filter((_, at) => at !== sender && !/^(not|never|[.?!])$/.test(normAt(units, at)));
  const since = sinceSaid(rest, context);
  if (since === undefined) return undefined;
  const isNegated = units.some(({ norm }) => norm === 'not' || norm === 'never');
  return {
    command: {
      agent: owned.agent.name,
      tool: owned.tool.name,
      args: { from, since },
      confidence: 0.93,
      isAccounted: true,
      dependsOnPrevious: false,
      span: text,
    },
    count: { op: 'gte', value: 1 },
    isNegated,
  };
};

/** The one teammate or contact that a name means. */
function senderOf(unit: Unit | undefined, { team }: LanguageContext): string | undefined {
  if (unit?.kind === 'email') return unit.text.toLowerCase();
  const people = unit?.matches?.filter(({ entity }) => /^(user|contact)$/.test(entity)) ?? [];
  const [best, second] = people.toSorted((a, b) => b.score - a.score);
  if (!best || best.score < KNOWN || (second && second.score === best.score)) return undefined;
  return best.entity === 'user' ? team.find(({ id }) => id === best.id)?.email : best.id;
}

/** Less like a name, it is nobody's. */
const KNOWN = 0.8;

/** The first day that is meant, where all other words only say that somebody has written. */
function sinceSaid(words: readonly Unit[], { now, timeZone }: LanguageContext): string | undefined {
  let at = phraseAt(words, 0, 'has|have|i have|we have|did i|have i|has i');
  at += phraseAt(words, at, 'i|we');
  const deed = phraseAt(words, at, SENT) || phraseAt(words, at, HEARD);
  if (at === 0 || deed === 0) return undefined;
  at += deed;
  at += phraseAt(words, at, MAIL);
  at += phraseAt(words, at, 'from');
  at += phraseAt(words, at, TIME);
  const time = words[at]?.time;
  if (at !== words.length - 1 || time === undefined) return undefined;
  const here = DateTime.fromJSDate(now, { zone: timeZone });
  if (time.kind === 'length') {
    const unit = { h: 'hours', d: 'days', w: 'weeks', m: 'months', q: 'quarters', y: 'years' }[time.unit];
    return here.minus({ [unit]: time.amount }).toISODate() ?? undefined;
  }
  return (time.past ?? time).from.toISODate() ?? undefined;
}
