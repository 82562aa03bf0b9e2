/** Lower case without accents; curly quotes become straight. The length may change: never use it for offsets. */
export function normalise(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[’‘`]/g, "'");
}

/** Characters that phones and word processors type instead of the plain ones; each maps to one character. */
export function plainCharacters(text: string): string {
  return text
    .replace(/[’‘‛´`]/g, "'")
    .replace(/[“”„‟«»]/g, '"')
    .replace(/[\u00a0\u2007\u2009\u202f]/g, ' ')
    .replace(/[‐‑]/g, '-')
    .replace(/\r/g, '\n');
}
