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
