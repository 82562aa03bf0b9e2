import { lookup } from '../../lookup.ts';

const SYMBOLS: Readonly<Record<string, string>> = lookup({
  $: 'USD',
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
  us$: 'USD',
  a$: 'AUD',
  c$: 'CAD',
});
const CODES = 'usd|eur|gbp|chf|jpy|cad|aud|inr|sek|nok|dkk|pln|czk|brl|mxn|sgd|nzd|zar|cny|hkd';
const NAMES: Readonly<Record<string, string>> = lookup({
  dollar: 'USD',
  dollars: 'USD',
  bucks: 'USD',
  euro: 'EUR',
  euros: 'EUR',
  pound: 'GBP',
  pounds: 'GBP',
  francs: 'CHF',
  yen: 'JPY',
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
  '\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d{1,3}(?: \\d{3})+(?!\\d)|\\d{1,3}(?:\\.\\d{3})+(?:,\\d{1,2})?(?![\\d.])|\\d+(?:\\.\\d+)?';
const SCALE = '(?: ?(?:thousand|grand|millions?|billion|mio|mil|mn|bn)|[kmb])(?![\\p{L}\\p{N}])';
const BEFORE = new RegExp(`(us\\$|a\\$|c\\$|[$€£¥₹]|(?:${CODES})(?= ?\\d)) ?(${DIGITS})(${SCALE})?`, 'iuy');
const AFTER = new RegExp(
  `(${DIGITS})(${SCALE})?(?: ?([€$£¥₹])| ?(${CODES})(?!\\p{L})| (dollars?|bucks|euros?|pounds|francs|yen)(?!\\p{L}))?`,
  'iuy',
);

/** "1,250.50", "40 000", "1.250,50" and "1250" as a number. */
function readDigits(text: string): number {
  if (/^\d{1,3}(\.\d{3})+(,\d+)?$/.test(text)) return Number(text.replaceAll('.', '').replace(',', '.'));
  return Number(text.replace(/[ ,]/g, ''));
}

export interface Amount {
  length: number;
  value: number;
  currency?: string;
  /** It has a currency or a scale such as "k": an amount of money rather than a count. */
  isMoney: boolean;
}

/** Reads a number or an amount of money at an offset: "12k", "$1.2m", "EUR 40,000", "40 000 €", "1,250". */
export function readAmount(text: string, at: number): Amount | undefined {
  BEFORE.lastIndex = at;
  const before = BEFORE.exec(text);
  if (before) {
    const sign = (before[1] ?? '').toLowerCase();
    return {
      length: before[0].length,
      value: readDigits(before[2] ?? '') * scaleOf(before[3]),
      currency: SYMBOLS[sign] ?? sign.toUpperCase(),
      isMoney: true,
    };
  }
  AFTER.lastIndex = at;
  const after = AFTER.exec(text);
  if (!after) return undefined;
  const [all, digits = '', scale, symbol, code, name] = after;
  const currency = symbol ? SYMBOLS[symbol] : code ? code.toUpperCase() : NAMES[(name ?? '').toLowerCase()];
  return {
    length: all.length,
    value: Math.round(readDigits(digits) * scaleOf(scale) * 100) / 100,
    ...(currency && { currency }),
    isMoney: Boolean(currency || scale),
  };
}

function scaleOf(text: string | undefined): number {
  return text ? (SCALES[text.trim().toLowerCase()] ?? 1) : 1;
}
