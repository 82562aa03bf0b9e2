/** What somebody says they, or somebody else, will do. */
export interface Promised {
  /** From its verb on, as it was said. */
  deed: string;
  /** Who: the speaker, whom they speak to, whoever is named, or nobody yet. */
  who: 'speaker' | 'listener' | { name: string } | undefined;
}

/** Verbs of work that somebody can be reminded of; "I will be honest" and "we will see" are none. */
const DEEDS =
  'add|adjust|approve|arrange|ask|book|bring|build|buy|call|cancel|change|check|circulate|clarify|clean|collect|compare|compile|complete|confirm|contact|copy|correct|create|deliver|demo|design|discuss|document|double[- ]check|draft|email|e-mail|escalate|evaluate|extend|file|fill|find|finali[sz]e|finish|fix|follow up|forward|gather|get back|give|hand over|implement|import|include|inform|install|introduce|investigate|invite|invoice|issue|join|list|look (?:at|for|into|up)|loop|mail|make|measure|meet|migrate|move|negotiate|notify|open|order|organi[sz]e|pass|pay|ping|plan|prepare|present|print|process|produce|provide|publish|pull|push|put together|raise|reach out|read|rebook|remind|remove|renew|replace|report|request|research|resend|reschedule|resolve|respond|return|review|revise|run|schedule|send|set|share|ship|show|sign|sort out|speak|start|submit|summari[sz]e|take|talk|tell|test|train|transfer|translate|try|update|upgrade|upload|verify|write|circle back|come back|set up';
const ADVERB =
  '(?:(?:also|then|just|definitely|certainly|probably|quickly|please|already|now|still|actually|personally|happily|be able to|try to|make sure to|make sure we|have to|need to)\\s+)*';
const DEED = `${ADVERB}((?:${DEEDS})\\b.*)`;
/** What begins like a deed and is none. */
const NO_DEED =
  /^(?:let (?:you|me|us) (?:go|know)|take (?:it|that|care)\b(?! of)|see\b|tell you (?:what|the truth|that)|make sense|get back to (?:that|this)|start (?:by|with|the call|off)|show you my screen|share my screen|run (?:late|out)|say\b|read it out|try (?:that|it)$|ask you (?:something|a question))/i;

interface Rule {
  pattern: RegExp;
  who: Promised['who'] | 'named';
}

const FUTURE =
  "(?:'ll|’ll| will| shall|'m going to|’m going to| am going to|'re going to|’re going to| are going to)";
const RULES: readonly Rule[] = [
  { pattern: new RegExp(`\\b(?:i|we)${FUTURE}\\s+${DEED}`, 'i'), who: 'speaker' },
  { pattern: new RegExp(`\\b(?:i|we) (?:can|could)\\s+${DEED}`, 'i'), who: 'speaker' },
  { pattern: new RegExp(`\\blet me\\s+${DEED}`, 'i'), who: 'speaker' },
  { pattern: new RegExp(`\\b(?:i|we) (?:need|have|want|plan|promise) to\\s+${DEED}`, 'i'), who: 'speaker' },
  { pattern: new RegExp(`\\b(?:can|could|would|will) you\\s+${DEED}`, 'i'), who: 'listener' },
  {
    pattern: new RegExp(`\\byou (?:need to|should|have to|must|will|would|could)\\s+${DEED}`, 'i'),
    who: 'listener',
  },
  {
    pattern: new RegExp(`\\b(?:i need|i'd like|i would like|we need|i want) you to\\s+${DEED}`, 'i'),
    who: 'listener',
  },
  { pattern: new RegExp(`\\bplease\\s+${DEED}`, 'i'), who: 'listener' },
  {
    pattern: new RegExp(
      `(?:^|[,;]\\s+|\\band\\s+|\\bthat\\s+)((?:\\p{Lu}[\\p{L}’'-]+)(?:\\s\\p{Lu}[\\p{L}’'-]+)?)(?:'ll|’ll| will| is going to| has to| needs to| should| to)\\s+${DEED}`,
      'u',
    ),
    who: 'named',
  },
  {
    pattern: new RegExp(
      `\\b(?:action items?|to[- ]?dos?|next steps?)\\b[^:]{0,30}(?::| is to)\\s*${DEED}`,
      'i',
    ),
    who: undefined,
  },
  { pattern: new RegExp(`\\blet(?:'|’)?s\\s+${DEED}`, 'i'), who: undefined },
];

/** "I'll send the offer and Lena will call you": two. */
const CLAUSES =
  /,?\s+and (?=(?:i|we|you)\b(?:'|’|\s)|(?:\p{Lu}[\p{L}’'-]+)(?:'ll|’ll| will| is going to)|(?:can|could|please|let)\b)|;\s+/iu;
/** What is only a condition, or was not done, is not promised. */
const UNSURE =
  /\b(?:if (?:i|we|you)|would have|could have|should have|i wish|in case|what if|maybe one day)\b/i;

/** What is promised in a sentence. */
export function promisesIn(sentence: string): Promised[] {
  return sentence.split(CLAUSES).flatMap((clause) => {
    if (UNSURE.test(clause)) return [];
    for (const { pattern, who } of RULES) {
      const found = pattern.exec(clause);
      if (!found) continue;
      const deed = (found.at(-1) ?? '').trim();
      if (!deed || NO_DEED.test(deed)) continue;
      if (who !== 'named') return [{ deed, who }];
      const name = found[1] ?? '';
      if (!/^(?:I|We|You|It|He|She|They|This|That|There|What|Who)$/i.test(name))
        return [{ deed, who: { name } }];
    }
    return [];
  });
}
