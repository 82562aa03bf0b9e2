/** What stands before decimals where this locale is spoken. */
export function numberSeparators(locale: string): { decimal: string } {
  const parts = new Intl.NumberFormat(locale).formatToParts(1.5);
  return { decimal: parts.find(({ type }) => type === 'decimal')?.value ?? '.' };
}
