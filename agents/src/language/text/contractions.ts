import { lookup } from '../../lookup.ts';

/** After these an apostrophe-s is "is" or "us", not a possessive. */
const IS = new Set([
  'what',
  'who',
  'where',
  'when',
  'how',
  'why',
  'that',
  'it',
  'there',
  'here',
  'he',
  'she',
]);

const ENDINGS: ReadonlyArray<[ending: string, word: string]> = [
  ["'re", 'are'],
  ["'ve", 'have'],
  ["'ll", 'will'],
  ["'d", 'would'],
  ["'m", 'am'],
];

const WHOLE: Readonly<Record<string, string[]>> = lookup({
  "can't": ['can', 'not'],
  "won't": ['will', 'not'],
  "let's": ['let', 'us'],
  "y'all": ['you', 'all'],
  cannot: ['can', 'not'],
  dont: ['do', 'not'],
  didnt: ['did', 'not'],
  havent: ['have', 'not'],
  hasnt: ['has', 'not'],
  doesnt: ['does', 'not'],
  isnt: ['is', 'not'],
  arent: ['are', 'not'],
  wasnt: ['was', 'not'],
  cant: ['can', 'not'],
  whats: ['what', 'is'],
  whos: ['who', 'is'],
  weve: ['we', 'have'],
  ive: ['i', 'have'],
  gimme: ['give', 'me'],
  lemme: ['let', 'me'],
  "why'd": ['why', 'did'],
  "how'd": ['how', 'did'],
  "when'd": ['when', 'did'],
  "where'd": ['where', 'did'],
  wanna: ['want', 'to'],
  teh: ['the'],
  phonenumber: ['phone', 'number'],
  emailaddress: ['email', 'address'],
  adn: ['and'],
  nxt: ['next'],
  wk: ['week'],
  wks: ['weeks'],
  gonna: ['going', 'to'],
  // as people type on a phone
  u: ['you'],
  ur: ['your'],
  cud: ['could'],
  wud: ['would'],
  tmrw: ['tomorrow'],
  tmr: ['tomorrow'],
  wo: ['without'],
  abt: ['about'],
  hw: ['how'],
  nw: ['new'],
  opn: ['open'],
  tsk: ['task'],
  tsks: ['tasks'],
  mtg: ['meeting'],
  mtgs: ['meetings'],
  followup: ['follow', 'up'],
  followups: ['follow', 'ups'],
});

export interface SplitWord {
  words: string[];
  /** The word ends in a possessive apostrophe-s. */
  isPossessive: boolean;
}

/** "haven't" -> have not, "who's" -> who is, "Akira's" -> Akira + possessive, "O'Brien" stays. */
export function splitContraction(norm: string): SplitWord {
  const whole = WHOLE[norm];
  if (whole) return { words: whole, isPossessive: false };
  if (norm.endsWith("n't") && norm.length > 3)
    return { words: [norm.slice(0, -3), 'not'], isPossessive: false };
  for (const [ending, word] of ENDINGS) {
    if (norm.endsWith(ending) && norm.length > ending.length)
      return { words: [norm.slice(0, -ending.length), word], isPossessive: false };
  }
  if (norm.endsWith("'s")) {
    const stem = norm.slice(0, -2);
    return IS.has(stem)
      ? { words: [stem, 'is'], isPossessive: false }
      : { words: [stem], isPossessive: true };
  }
  return { words: [norm], isPossessive: false };
}
