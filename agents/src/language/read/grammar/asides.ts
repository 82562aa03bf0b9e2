import { phraseAt } from '../../recognise/phrases.ts';
import { type Clause, normAt, type Unit } from '../../recognise/unit.ts';

/** Asking instead of ordering, wishing, and what holds a conversation together. */
const POLITE = `please|pls|plz|kindly|could you|can you|would you|will you|would you mind|do you mind|could we|can we|can i|
  may i|could i|i want you to|i want to|i would like you to|i would like for you to|i would like to|i need you to|
  i need to|i would like|i need|i want|we need to|we need|we want to|we want you to|we should|let us|let me|
  i should|help me|help me to|make sure to|make sure you|it would be great if you could|it would be nice if you could|
  be so kind and|be so kind as to|do me a favor and|do me a favour and|do me a favor|do me a favour|
  i was wondering if you could|i was wondering if you can|i am wondering if you could|i was hoping you could|
  any chance you could|any chance you can|is there any chance you could|feel free to|you can|you should|
  possible to|is it possible to|would it be possible to|would it be possible that you|would it be possible for you to|can u|could u|i have to|i had to|i have just|need to|
  we have to|gotta|i must|we must|i gotta|i forgot to|i am going to need to|can you please|for me|would be great to|
  thanks|thank you|sorry but|sorry to bother you but|not sure if you can but`;
const LINKING = `just|now|then|also|and|and then|so|well|quickly|next|first|second|finally|afterwards|after that|
  once done|when done|go and|go ahead and|try to|start by|remember to|to start|as well|lets|first of all|
  by the way|btw|better|rather|quick question|question|quick one|quick request|small request|one more thing|another thing|
  heads up|note to self`;
/** Hesitation, surprise, regret and joy. */
const INTERJECTIONS = `hey|hi|hello|clianta|ok|okay|oh|oh no|um|umm|uh|uhm|er|erm|hm|hmm|ah|aha|argh|ugh|oops|whoops|
  hmm no|hm no|ah no|uh no|wait|hold on|sorry|so sorry|my bad|my mistake|my fault|apologies|my apologies|excuse me|damn|crap|ah crap|shoot|
  yes|yeah|yep|yay|hooray|woohoo|wow|no no|oh well|great|cool|perfect|good|alright|right|actually|
  good morning|good afternoon|good evening|morning|team|there|good news|great news|bad news`;
/** How sure or how glad somebody is. */
const HEDGES = `i guess|i think|i believe|i suppose|maybe|perhaps|probably|i think we should|sadly|unfortunately|luckily|
  fortunately|apparently|it looks like|looks like|it seems|it turns out|turns out|if possible|if you can|
  if you could|if that is possible|if that is ok|if that is okay|if you do not mind|when you get a chance|
  when you have a minute|when you have a moment|when you have time|when you get a minute|whenever you can|asap|
  as soon as possible|as discussed|as agreed|as promised|as requested|for now`;
const ASIDE = [POLITE, LINKING, INTERJECTIONS, HEDGES].join('|');

/** Said of what was done before, so that nothing is left of it but the wish to undo. */
const REGRET = `that was a mistake|this was a mistake|it was a mistake|that is a mistake|that was wrong|that is wrong|
  this is wrong|that is not right|that was not right|wrong one|the wrong one|that was the wrong one|
  not what i meant|that is not what i meant|that is not what i wanted|that was not what i wanted|i made a mistake|
  i did not mean that|i did not mean to|i did not mean to do that|i did not want that|by mistake|by accident|
  we created it by mistake|i created it by mistake|that was an accident`;
/** Thanks and good wishes that are all of a clause. */
const CHAT =
  'much|very|a lot|so|bye|appreciated|everyone|in advance|cheers|thx|ty|afternoon|evening|all|again|you rock';

/** What may stand behind an order of any kind. */
const TRAILING = `please|pls|plz|thanks|thx|cheers|ty|thank you|thanks a lot|thanks so much|many thanks|
  thank you so much|thank you very much|thanks in advance|thanks a lot in advance|thank you in advance|
  please and thank you|if you do not mind|if that is ok|if that is okay|if possible|if you can|
  when you get a chance|when you have a minute|when you have a moment|when you have time|whenever you can|
  much appreciated|lol|haha|sorry|please update|pls update|update please|please update it|please update that|
  please change it|please change that|please rename|please rename it|please fix|please fix it|please record it|please put it in|put it in please`;
/** The same, where no text of the user's own comes to its end. */
const ADVERBS = `for me|for us|so far|to date|right now|at the moment|at present|rn|asap|as soon as possible|quickly|right away|immediately|from now on|from the crm|
  from our crm|from the system|from the database|from here|in the crm|in our crm|in the system|to the crm|
  as discussed|as agreed|as requested|again|too|as well|would you|will you|could you|can you|ok|okay|right`;

const isMark = (norm: string) => /^[\p{P}\p{S}\n]$/u.test(norm);

/** Where the content begins after "hey, could you please". */
export function skipCourtesy(clause: Pick<Clause, 'units'>, from: number, to: number): number {
  let at = from;
  let isHedged = false;
  while (at < to) {
    const norm = normAt(clause.units, at);
    if (isMark(norm) && !/^["'$€£#]$/.test(norm)) {
      at++;
      continue;
    }
    const length = phraseAt(clause.units, at, ASIDE);
    // "add", "next" and "team" can be all there is
    if (length === 0 || at + length >= to) break;
    // "I think there is" tells of something
    if (isHedged && norm === 'there' && /^(is|are|was|were)$/.test(normAt(clause.units, at + 1))) break;
    isHedged = phraseAt(clause.units, at, HEDGES) === length;
    at += length;
  }
  return at;
}

/** Where the content ends before "for me please, thanks a lot". */
export function withoutThanks(units: readonly Unit[], from: number, to: number, isOwnText: boolean): number {
  const phrases = isOwnText ? TRAILING : `${TRAILING}|${ADVERBS}`;
  let end = to;
  while (end > from) {
    const norm = normAt(units, end - 1);
    const length = isMark(norm) && !/^["')]$/.test(norm) ? 1 : endsWith(units, from, end, phrases);
    if (length === 0) break;
    end -= length;
  }
  return end;
}

/** How many units before `end` the longest of the phrases takes. */
function endsWith(units: readonly Unit[], from: number, end: number, phrases: string): number {
  for (let length = Math.min(6, end - from - 1); length > 0; length--)
    if (phraseAt(units.slice(0, end), end - length, phrases) === length) return length;
  return 0;
}

/** Whether a clause says nothing but "oops, sorry, that was a mistake" or "thanks a lot". */
export function isAside({ units }: Pick<Clause, 'units'>, from: number, to: number): boolean {
  let at = from;
  while (at < to) {
    const length = isMark(normAt(units, at))
      ? 1
      : phraseAt(units, at, `${ASIDE}|${REGRET}|${CHAT}|${TRAILING}`);
    if (length === 0) return false;
    at += length;
  }
  return true;
}
