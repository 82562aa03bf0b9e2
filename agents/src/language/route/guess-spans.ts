import type { MaskSpan } from './mask.ts';
import { VENDORS } from './word-classes.ts';

const DAY =
  '(?:mon|tues|wednes|thurs|fri|satur|sun)days?|mon|tue|wed|thu|fri|today|tonight|tomorrow|tmrw|yesterday|weekend';
const MONTH =
  '(?:january|february|march|april|june|july|august|september|october|november|december|jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)';
const COUNT =
  '(?:\\d+|a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|half an?|a few)';

/** In order: what an earlier one took, a later one leaves alone. */
const SEEN: ReadonlyArray<[type: string, pattern: RegExp]> = [
  ['quote', /"[^"]+"|“[^”]+”|«[^»]+»|(?<=^|\s)'[^']+'(?=$|[\s.,;!?])/g],
  ['vendor', VENDORS],
  ['email', /[\w.+-]+@[\w-]+\.[\w.-]*\w/g],
  ['link', /\bhttps?:\/\/\S+|\bwww\.\S+/g],
  ['money', /(?:[$€£¥]|\b(?:usd|eur|gbp|chf)\s?)-?\d[\d.,]*\s?(?:k|m|mn|million|thousand)?\b/gi],
  [
    'money',
    /\b\d[\d.,]*\s?(?:(?:k|m|mn|million|thousand)?\s?(?:[$€£¥]|(?:usd|eur|euros?|gbp|chf|dollars?|pounds?|francs?|sek|dkk|nok|bucks)\b)|k\b)/gi,
  ],
  ['percent', /\b\d[\d.,]*\s?(?:%|percent\b|per cent\b|pct\b)/gi],
  ['phone', /(?:\+\d|\b0)[\d ()/-]{6,}\d/g],
  ['date', /\b\d{4}-\d\d-\d\d\b|\b\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?\b/g],
  ['time', /\b(?:at )?(?:\d{1,2}(?::\d\d)?\s?(?:am|pm|o'?clock)|\d{1,2}:\d\d|noon|midnight)\b/gi],
  [
    'date',
    new RegExp(
      `\\b(?:(?:the )?\\d{1,2}(?:st|nd|rd|th)?(?: of)? ${MONTH}|${MONTH} \\d{1,2}(?:st|nd|rd|th)?|the \\d{1,2}(?:st|nd|rd|th))(?:,? \\d{4})?\\b`,
      'gi',
    ),
  ],
  [
    'duration',
    new RegExp(`\\b${COUNT}[ -](?:minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)\\b`, 'gi'),
  ],
  [
    'date',
    new RegExp(
      `\\b(?:(?:this|next|last|past|current|coming) (?:${DAY}|week|month|quarter|year|${MONTH})|${DAY}|${MONTH}(?: \\d{4})?|q[1-4](?: \\d{4})?|20[0-3]\\d)\\b`,
      'gi',
    ),
  ],
  ['number', /\b\d[\d.,]*\b/g],
];
const PARTICLE = '(?:(?:de|der|van|von|of|the|and|&|la|le|el|al|den)\\s+){1,2}';
const CAPITAL = "\\p{Lu}[\\p{L}\\d]*(?:[-.&'’](?!s\\b)\\p{L}+)*";
const NAMES = new RegExp(
  `(?<=[\\p{L}\\d,:;)"'’-]\\s+|\\d\\s|:\\s?)${CAPITAL}(?:\\s+(?:${PARTICLE})?(?:${CAPITAL}|\\d{1,3}\\b))*`,
  'gu',
);
/** Capitals that are no names. */
const NOT_A_NAME =
  /^(?:I|I'\w+|OK|CRM|CEO|CTO|CFO|COO|CMO|VP|HR|IT|PM|AM|TODO|PDF|CSV|Excel|SMS|FAQ|API|URL|UTM|ROI|MRR|ARR|SLA|SWOT|ICP|KPI|GDPR|BANT|NDA|QBR|RFP|Slack|Teams|WhatsApp|LinkedIn|Outlook|Gmail|Google|Please|Thanks|Hi|Hello|A|B|C|D|F|(?:English|German|French|Spanish|Italian|Dutch)|(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)s?)$/;

/** What can be seen in a sentence without knowing a workspace. */
export function guessSpans(text: string): MaskSpan[] {
  const spans: MaskSpan[] = [];
  const add = (type: string, start: number, end: number) => {
    if (spans.every((span) => end <= span.start || start >= span.end)) spans.push({ type, start, end });
  };
  for (const [type, pattern] of SEEN)
    for (const match of text.matchAll(pattern)) add(type, match.index, match.index + match[0].length);
  for (const match of text.matchAll(NAMES))
    if (!NOT_A_NAME.test(match[0])) add('name', match.index, match.index + match[0].length);
  return spans;
}
