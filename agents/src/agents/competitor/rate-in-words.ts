/** A share as people read it; a dash where there are too few deals for one. */
export const rateInWords = (rate: number | undefined): string =>
  rate === undefined ? '—' : `${Math.round(100 * rate)}%`;
