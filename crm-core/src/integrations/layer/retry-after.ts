/** What a vendor names no time with. */
const DEFAULT_MS = 30_000;
/** No vendor is believed to mean longer than that. */
const MOST_MS = 24 * 60 * 60_000;

/** How long a vendor wants to be left alone. @param value - seconds, or a date, as the header has it */
export function retryAfterMs(value: string | null | undefined, now: Date): number {
  const text = value?.trim() ?? '';
  const seconds = text === '' ? Number.NaN : Number(text);
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(text) - now.getTime();
  if (!Number.isFinite(ms)) return DEFAULT_MS;
  return Math.min(MOST_MS, Math.max(1_000, Math.ceil(ms)));
}
