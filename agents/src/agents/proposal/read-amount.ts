/** What currencies are called, besides their codes. */
const CALLED: ReadonlyArray<readonly [RegExp, string]> = [
  [/€|\beuros?\b/i, 'EUR'],
  [/£|\bpounds?\b/i, 'GBP'],
  [/¥|\byen\b/i, 'JPY'],
  [/\bfrancs?\b/i, 'CHF'],
  [/\$|\bdollars?\b/i, 'USD'],
];
const CODE = /\b(EUR|USD|GBP|CHF|JPY|SEK|NOK|DKK|PLN|CZK|CAD|AUD|NZD|INR|BRL|SGD|HKD|KWD|ZAR|MXN)\b/i;

/** The currency that a text names, ISO 4217. */
export function currencyIn(text: string): string | undefined {
  const code = CODE.exec(text)?.[1];
  return code?.toUpperCase() ?? CALLED.find(([name]) => name.test(text))?.[1];
}

/** "1,200", "1.200,50", "12.5k", "$30" as a number: what is last decides, a lone mark before three digits as the locale has it. */
export function amountIn(text: string, locale: string): number {
  const [digits = ''] = /\d[\d.,]*/.exec(text.replace(/['’]/g, '')) ?? [];
  const plain = digits.replace(/[.,]+$/, '');
  const marks = plain.match(/[.,]/g) ?? [];
  const last = marks.at(-1);
  const isMixed = new Set(marks).size > 1;
  const behind = plain.length - plain.lastIndexOf(last ?? '') - 1;
  const isDecimal =
    last !== undefined &&
    (isMixed || (marks.length === 1 && (behind !== 3 || (last === decimalOf(locale) && last === '.'))));
  const whole = isDecimal ? plain.slice(0, plain.lastIndexOf(last)) : plain;
  const number = Number(
    `${whole.replace(/[.,]/g, '')}${isDecimal ? `.${plain.slice(plain.lastIndexOf(last) + 1)}` : ''}`,
  );
  return /\dk\b/i.test(text.replace(/\s+/g, '')) ? number * 1_000 : number;
}

const decimalOf = (locale: string): string =>
  new Intl.NumberFormat(locale).formatToParts(1.5).find(({ type }) => type === 'decimal')?.value ?? '.';
