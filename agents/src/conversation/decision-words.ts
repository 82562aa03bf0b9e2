import type { Decision } from '../turn-event.schema.ts';

const any = (phrases: string) => new RegExp(`\\b(?:${phrases.replace(/\s*\n\s*/g, '')})\\b`, 'gi');

/** Words of consent, words of refusal, and those that may stand around them: a message of nothing else is a decision. */
const YES =
  any(`yes|y|yep|yeah|yup|sure(?: thing)?|ok|okay|k|approved?|confirm(?:ed)?|agreed|absolutely|definitely|
  of course|(?:go|get) (?:ahead|for it|on with it)|(?:just )?do (?:it|that|so|this)|please do|proceed|carry on|
  (?:sounds|looks|all) (?:good|right|fine)|alright|(?:that|it) is (?:right|correct|fine)|correct|fine|right`);
const NO = any(`no|n|nope|nah|no way|reject(?:ed)?|cancel(?: (?:it|that|this))?|stop(?: (?:it|that))?|
  do not(?: do (?:it|that|this))?|dont|never ?mind|forget (?:it|that|about it)|abort|decline|hold off|skip it|
  leave (?:it|them|that)(?: (?:as|alone)(?: (?:it|they) (?:is|are))?)?|not (?:now|yet|today)|better not`);
const AROUND =
  any(`please|thanks|thank you|and|then|now|with it|to me|by me|for me|all|all of (?:them|it)|that|them|it|
  just|well|oh`);
/** "Ok, never mind" refuses. */
const BEFORE_NO = any('ok|okay|sorry|actually|hm+|wait');
const COUNT = /\s([\d,.]*\d)\s*$/;

/** A refusal that says why or what is to be instead: everything stays as it is. */
const REFUSED =
  /^(?:no|nope|nah|no way|no thanks?|reject(?: it)?|stop|wait|don't|do not)\s*[,.;:!–—-]+\s*(?<rest>.+)$/is;
const ALL_OF_IT =
  '(?:them|it|those|these|that|this|everything|everyone|everybody|all(?: of (?:them|it|those|these))?)';
const LEFT = new RegExp(`^(?:please )?(?:leave|keep|let) ${ALL_OF_IT}\\b(?! out\\b)`, 'i');
/** What is said of them, or of who speaks; a wish is a request of its own. */
const SAID_OF =
  /^(?:they|it|those|these|that|this|he|she|we|i|you)\b(?!'?d? (?:want|need|like|prefer|mean|would|rather))/i;
/** These change the proposal, they do not end it. */
const CHANGED = /\b(?:but|only|except|instead|unless|without|just|other than|apart from|rather)\b/i;

/** What a message decides that refuses and goes on, as people do: "no, leave them with Akira", "no, they are ours". */
export function refusalIn(text: string): boolean {
  const said = text.trim().replace(/[’‘]/g, "'");
  const rest = REFUSED.exec(said)?.groups?.rest;
  if (CHANGED.test(said)) return false;
  return LEFT.test(said) || (rest !== undefined && (LEFT.test(rest) || SAID_OF.test(rest)));
}

/** What a message that does nothing but consent or refuse decides, and the count that was typed with the consent. */
export function decisionIn(text: string): { decision: Decision['decision']; typed?: string } | undefined {
  const whole = ` ${text.replace(/[’‘]/g, "'").replace(/n't\b/gi, ' not').replace(/'s\b/gi, ' is')}`;
  const said = whole.replace(/[.!\s]+$/, '');
  const typed = COUNT.exec(said)?.[1];
  const words = (typed ? said.slice(0, said.lastIndexOf(typed)) : said).replace(/[.,!;:()–—-]+/g, ' ');
  const isOnly = (meant: RegExp, ...around: RegExp[]) => {
    const rest = words.replace(meant, ' ');
    return rest !== words && around.reduce((left, one) => left.replace(one, ' '), rest).trim() === '';
  };
  if (isOnly(YES, AROUND)) return { decision: 'approve', ...(typed && { typed }) };
  return !typed && isOnly(NO, AROUND, BEFORE_NO) ? { decision: 'reject' } : undefined;
}
