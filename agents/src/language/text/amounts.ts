import { lookup } from '../../lookup.ts';
import { SPOKEN_NUMBER, spokenNumber } from './number-words.ts';

const SYMBOLS: Readonly<Record<string, string>> = lookup({
  $: 'USD',
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
  us$: 'USD',
  a$: 'AUD',
  au$: 'AUD',
  c$: 'CAD',
  ca$: 'CAD',
  nz$: 'NZD',
  hk$: 'HKD',
  s$: 'SGD',
  r$: 'BRL',
  'fr.': 'CHF',
  sfr: 'CHF',
  zl: 'PLN',
  kč: 'CZK',
});
const CODES =
  'usd|eur|gbp|chf|jpy|cad|aud|inr|sek|nok|dkk|pln|czk|brl|mxn|sgd|nzd|zar|cny|hkd|huf|bgn|isk|krw|ils|aed|sar|thb';
const NAMES: Readonly<Record<string, string>> = lookup({
  dollar: 'USD',
  dollars: 'USD',
  bucks: 'USD',
  euro: 'EUR',
  euros: 'EUR',
  pound: 'GBP',
  pounds: 'GBP',
  francs: 'CHF',
  'us dollars': 'USD',
  'australian dollars': 'AUD',
  'canadian dollars': 'CAD',
  'swiss francs': 'CHF',
  yen: 'JPY',
  quid: 'GBP',
  kronor: 'SEK',
  rupees: 'INR',
});
const SCALES: Readonly<Record<string, number>> = lookup({
  k: 1e3,
  thousand: 1e3,
  grand: 1e3,
  m: 1e6,
  mn: 1e6,
  mio: 1e6,
  mil: 1e6,
  million: 1e6,
  millions: 1e6,
  bn: 1e9,
  b: 1e9,
  billion: 1e9,
});
const DIGITS =
  '\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d{1,3}(?: \\d{3})+(?!\\d)|\\d{1,3}(?:\\.\\d{3})+(?:,\\d{1,2})?(?![\\d.])|\\d+,\\d{1,2}(?=(?: ?(?:k|m|mio|mn|bn)| ?[€$£])(?![\\p{L}\\p{N}]))|\\d+(?:\\.\\d+)?';
const SCALE = '(?: ?(?:thousand|grand|millions?|billion|mio|mil|mn|bn)|[kmb])(?![\\p{L}\\p{N}])';
const SIGN = '([-−–]|minus )?';
const BEFORE = new RegExp(
  `${SIGN}((?:us|au?|ca?|nz|hk|s|r)\\$|[$€£¥₹]|(?:${CODES}|sfr|fr\\.|kr)(?= ?\\d)) ?(${DIGITS})(${SCALE})?`,
  'iuy',
);
const AFTER = new RegExp(
  `${SIGN}(${DIGITS})(${SCALE})?(?: ?([€$£¥₹])| ?(${CODES}|kr|zl|kč)(?!\\p{L})| ((?:us |australian |canadian |swiss )?(?:dollars?|francs)|bucks|euros?|pounds|yen|quid|kronor|rupees)(?!\\p{L}))?`,
  'iuy',
);

/** "1,250.50", "40 000", "1.250,50" and "1250" as a number. */
function readDigits(text: string): number {
  if (/^\d{1,3}(\.\d{3})+(,\d+)?$/.test(text)) return Number(text.replaceAll('.', '').replace(',', '.'));
  if (/^\d+,\d{1,2}$/.test(text)) return Number(text.replace(',', '.'));
  return Number(text.replace(/[ ,]/g, ''));
}

export interface Amount {
  length: number;
  value: number;
  currency?: string;
  /** It has a currency or a scale such as "k": an amount of money rather than a count. */
  isMoney: boolean;
}

/** Dollars and crowns are those of the workspace where it has such. */
const SHARED: ReadonlyArray<[said: RegExp, currencies: readonly string[]]> = [
  [/^[^a-z]*\$|\$$|dollars?$|bucks$/i, ['USD', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD', 'MXN']],
  [/kr/i, ['SEK', 'NOK', 'DKK', 'ISK']],
];

/** The currency of an amount as it was written, in a workspace that reckons in `own`. */
export function currencyIn(text: string, currency: string, own: string): string {
  const isOwn = SHARED.some(([said, currencies]) => said.test(text) && currencies.includes(own));
  return isOwn && /^(USD|KR)$/.test(currency) && !/us/i.test(text) ? own : currency;
}

const SPOKEN = new RegExp(`(${SPOKEN_NUMBER}) (thousand|grand|millions?|k)(?![\\p{L}\\p{N}])`, 'iuy');

/** "fifty thousand": an amount in words. */
export function readSpoken(text: string, at: number): Amount | undefined {
  SPOKEN.lastIndex = at;
  const said = SPOKEN.exec(text);
  if (!said) return undefined;
  const [all, number = '', scale] = said;
  return { length: all.length, value: spokenNumber(number.toLowerCase()) * scaleOf(scale), isMoney: true };
}

/** Reads a number or an amount of money at an offset: "12k", "$1.2m", "EUR 40,000", "40 000 €", "-500", "1,250". */
export function readAmount(text: string, at: number): Amount | undefined {
  BEFORE.lastIndex = at;
  const before = BEFORE.exec(text);
  if (before) {
    const [all, sign, said = '', digits = '', scale] = before;
    return {
      length: all.length,
      value: signed(sign, readDigits(digits) * scaleOf(scale)),
      currency: currencyOf(said),
      isMoney: true,
    };
  }
  AFTER.lastIndex = at;
  const after = AFTER.exec(text);
  if (!after) return undefined;
  const [all, sign, digits = '', scale, symbol, code, name] = after;
  const said = symbol ?? code;
  const currency = said ? currencyOf(said) : NAMES[(name ?? '').toLowerCase()];
  return {
    length: all.length,
    value: signed(sign, readDigits(digits) * scaleOf(scale)),
    ...(currency && { currency }),
    isMoney: Boolean(currency || scale),
  };
}

const currencyOf = (said: string) => SYMBOLS[said.toLowerCase()] ?? said.toUpperCase();

const signed = (sign: string | undefined, value: number) => (sign ? -1 : 1) * (Math.round(value * 100) / 100);

function scaleOf(text: string | undefined): number {
  return text ? (SCALES[text.trim().toLowerCase()] ?? 1) : 1;
}
