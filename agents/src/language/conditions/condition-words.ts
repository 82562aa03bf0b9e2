import { phraseAt } from '../recognise/phrases.ts';
import { tokenise } from '../text/tokenise.ts';

const MAY =
  'might have been|may have been|could have been|might have|may have|could have|might be|may be|could be|might|may|could';
/** What a supposition says, as a statement. */
const MEANT: Readonly<Record<string, string>> = {
  'might have been': 'was',
  'may have been': 'was',
  'could have been': 'was',
  'might have': 'has',
  'may have': 'has',
  'could have': 'has',
  'might be': 'is',
  'may be': 'is',
  'could be': 'is',
};
/** Said as having. */
const HAS = /^(owns?|holds?)$/;

export interface Word {
  norm: string;
  text: string;
  value?: number;
}

/** The words as they are known, names and times as they were written; "might have" is "has". */
export function statedWords(text: string): Word[] {
  const tokens = tokenise(text);
  const words: Word[] = [];
  for (let at = 0; at < tokens.length; ) {
    const length = phraseAt(tokens, at, MAY);
    const said = tokens
      .slice(at, at + length)
      .map(({ norm }) => norm)
      .join(' ');
    const meant = length > 0 ? MEANT[said] : undefined;
    if (meant !== undefined) words.push({ norm: meant, text: meant });
    const token = tokens[at];
    if (meant === undefined && token)
      words.push({
        norm: HAS.test(token.norm) ? 'has' : token.norm,
        // "hasn't" is two words at one place
        text: HAS.test(token.norm)
          ? 'has'
          : token.kind === 'word' && /['’]/.test(token.text)
            ? token.norm
            : token.text,
        ...(token.value !== undefined && { value: token.value }),
      });
    at += meant === undefined ? 1 : length;
  }
  return words;
}

/** Words as text. */
export const joined = (parts: ReadonlyArray<{ text: string }>) =>
  parts
    .map(({ text }) => text)
    .join(' ')
    .replace(/ 's\b/g, "'s");
