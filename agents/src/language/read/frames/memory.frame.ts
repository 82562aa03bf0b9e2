import { phraseAt } from '../../recognise/phrases.ts';
import { normAt, textOf } from '../../recognise/unit.ts';
import { rawText } from '../grammar/read-value.ts';
import { targetAt } from '../grammar/target.ts';
import { wordsOf } from './choose.ts';
import { afterVerb, type Draft, type Frame, type Request } from './frame.ts';

const KINDS = ['contact', 'company', 'opportunity'] as const;

/** Whom a fact is about: the first record named in it, "me" for I and my, else the workspace. */
function subjectOf(
  request: Request,
  from: number,
  to: number,
): { about?: string; fact: string; needsPrevious: boolean } {
  const { clause } = request;
  let fact = rawText(clause, from, to);
  for (let at = from; at < to; at++) {
    const target = targetAt(request, at, to, KINDS);
    const isPronoun = clause.units[at]?.kind !== 'name' && target !== undefined && target.length <= 2;
    if (!target || (isPronoun && at > from && !/^(she|he|her|him)$/.test(normAt(clause.units, at)))) {
      if (at === from && /^(i|my|me)$/.test(normAt(clause.units, at)))
        return { about: 'me', fact: sentence(fact), needsPrevious: false };
      continue;
    }
    if ((clause.units[at]?.matches ?? []).length === 0 && clause.units[at]?.kind === 'name') continue;
    if (isPronoun && at === from) {
      const owned = target.isPossessive && /^(his|her|its|their)$/.test(normAt(clause.units, at));
      // "she's": the verb stands where the pronoun does
      const next = clause.units[at + target.length];
      const isShort = next !== undefined && next.start === clause.units[at]?.start;
      const rest = rawText(clause, at + target.length + (isShort ? 1 : 0), to);
      fact = `${target.record.title}${owned ? "'s" : ''} ${isShort ? `${next.norm} ` : ''}${rest}`;
    }
    return {
      about: target.record.isFromPrevious
        ? target.record.title
        : target.record.value === target.record.title
          ? target.record.title
          : nameOf(request, target.record),
      fact: sentence(fact),
      needsPrevious: target.record.isFromPrevious,
    };
  }
  return { fact: sentence(fact), needsPrevious: false };
}

/** Memories are told by name in the answer, so an id is as good as the name. */
const nameOf = (_request: Request, record: { value: string }) => record.value;

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** "just so you know": the first words of it are taken for a filler. */
function afterFyi({ clause: { units }, start }: Request): number | undefined {
  const isSo = normAt(units, start - 1) === 'so';
  const length = phraseAt(units, start, isSo ? `${FYI}|you know` : FYI);
  return length > 0 ? start + length : undefined;
}

const FYI =
  'fyi|for the record|do not forget that|never forget that|for future reference|for your information|please be aware that|be aware that|good to know :|good to know|important to know :';

/** "note for the future that": for when it is kept. */
function forLater({ clause: { units } }: Request, at: number): number {
  const said = phraseAt(units, at, 'for later|for next time|for reference|for future reference|to self');
  const isTime = normAt(units, at) === 'for' && units[at + 1]?.time !== undefined;
  const length = said || (isTime ? 2 : 0);
  return /^(that|:)$/.test(normAt(units, at + length)) ? length : 0;
}

/** "remember that Jane prefers mornings", "keep in mind: ...", "note that I am in Boston". */
export const remember: Frame = (request) => {
  const { clause, to } = request;
  const verbed = afterVerb(request, 'remember') ?? afterFyi(request);
  if (verbed === undefined || request.isQuestion) return undefined;
  const from = verbed + forLater(request, verbed);
  const verb = normAt(clause.units, request.start);
  const lead = phraseAt(
    clause.units,
    from,
    'that|:|this :|this|about|, that|for me that|of|,|for later :|for later',
  );
  // "note", "store", "save" and "learn" need "that": else they log or create
  if (/^(note|store|save|learn|make)$/.test(verb) && !/^(that|:)$/.test(normAt(clause.units, from)))
    return undefined;
  if (/^to$/.test(normAt(clause.units, from))) return undefined;
  if (verb === 'note' && normAt(clause.units, from) === ':') return undefined;
  const { about, fact, needsPrevious } = subjectOf(request, from + lead, to);
  if (fact.length < 4) return undefined;
  const read = [textOf(clause, request.start, from)];
  return [
    { tool: 'remember', args: { fact, ...(about && { about }) }, confidence: 0.92, needsPrevious, read },
  ];
};

/** "forget that Jane prefers mornings", "forget what you know about Northwind". */
export const forget: Frame = (request) => {
  const { clause, to } = request;
  const from = afterVerb(request, 'forget');
  if (
    from === undefined ||
    request.isQuestion ||
    wordsOf(request, from, to).every((word) => /^(it|that|this)$/i.test(word))
  )
    return undefined;
  const lead = phraseAt(
    clause.units,
    from,
    `that|what you know about|what i said about|what i told you about|everything about|
    everything you know about|about|the fact that|what we said about|the fact about|all about|
    what you remember about|the memory about|the note about|:|the part about`,
  );
  const at = from + lead;
  const target = targetAt(request, at, to, KINDS);
  const rest = target ? rawText(clause, at + target.length, to) : rawText(clause, at, to);
  if (!target && !rest) return undefined;
  const isAbout = /about/.test(normAt(clause.units, at - 1));
  return [
    {
      tool: 'forget',
      args: {
        ...(target && { about: target.record.value }),
        ...(rest && { text: isAbout && !target ? rest : keyWords(rest) }),
      },
      confidence: 0.88,
    },
  ];
};

const WEAK = new Set(
  'a an the is are was has have that she he they it her his their in on of to for'.split(' '),
);
const keyWords = (text: string) =>
  text
    .split(/\s+/)
    .filter((word) => !WEAK.has(word.toLowerCase()))
    .slice(0, 4)
    .join(' ');

/** "correction: Jane prefers afternoons", "Jane no longer prefers mornings", "that is wrong, Northwind pays in euros". */
export const correctMemory: Frame = (request): Draft[] | undefined => {
  const { clause, start, to } = request;
  const units = clause.units;
  const lead = phraseAt(
    units,
    start,
    `correction :|correction ,|correct that :|correct that ,|that is wrong ,|that is wrong :|
    that is wrong .|that is not right ,|correct what you know about|i was wrong ,|that is not true ,|
    correct the fact that|correct your memory :|update your memory :|update memory :|actually ,|no ,|
    correction`,
  );
  const isActually = normAt(units, start - 1) === 'actually' || normAt(units, start - 2) === 'actually';
  if (lead === 0 && !isActually) return undefined;
  const from = start + lead;
  const { about, fact, needsPrevious } = subjectOf(request, from, to);
  if (
    !about ||
    wordsOf(request, from, to).length < 3 ||
    !units
      .slice(from, to)
      .some((unit) =>
        /^(prefers?|likes?|hates?|wants?|loves?|needs?|is|has|pays?|works?|uses?|lives?|speaks?|drinks?|reports?)$/.test(
          unit.norm,
        ),
      )
  )
    return undefined;
  return [
    { tool: 'correct_memory', args: { fact, about }, confidence: lead > 0 ? 0.85 : 0.6, needsPrevious },
  ];
};
