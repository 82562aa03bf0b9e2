const SYMBOLS: Readonly<Record<string, string>> = {
  $: 'USD',
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
};

/** A number as people write it: its value, and the currency that it names. */
export interface WrittenNumber {
  value: number;
  currency?: string;
  isPercent?: boolean;
}

/**
 * Reads "1,234.50", "1.234,50 €", "1'234", "(12)", "40 %".
 *
 * @param hasDecimalComma - what a single comma before three digits is
 * @returns undefined when it is none
 */
export function readNumber(text: string, hasDecimalComma: boolean): WrittenNumber | undefined {
  const written = text.trim();
  const symbol = /[$€£¥₹]/.exec(written)?.[0];
  const code = /\b([A-Z]{3})\b/.exec(written)?.[1];
  const currency = symbol ? SYMBOLS[symbol] : code;
  const isNegative = /^\(.*\)$/.test(written) || /^[-−]/.test(written.replace(/[$€£¥₹\sA-Z]/g, ''));
  const isPercent = /%\s*$/.test(written);
  const bare = written.replace(/[$€£¥₹%()\s'’]|\b[A-Z]{3}\b|^[-−+]|[-−](?=\d)/g, '');
  const digits = plainDigits(bare, hasDecimalComma);
  if (digits === undefined) return undefined;
  const value = Number(digits) * (isNegative ? -1 : 1);
  return { value, ...(currency && { currency }), ...(isPercent && { isPercent }) };
}

/** With a point before the decimals and nothing else. */
function plainDigits(text: string, hasDecimalComma: boolean): string | undefined {
  if (/^\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) && !(hasDecimalComma && /^\d{1,3}\.\d{3}$/.test(text)))
    return text;
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) && !(hasDecimalComma && /^\d{1,3},\d{3}$/.test(text)))
    return text.replaceAll(',', '');
  if (/^\d{1,3}(\.\d{3})+(,\d+)?$/.test(text)) return text.replaceAll('.', '').replace(',', '.');
  if (/^\d+,\d+$/.test(text)) return text.replace(',', '.');
  return undefined;
}
