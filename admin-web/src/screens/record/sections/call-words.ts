/** "+0.42", "−0.3". */
export const signed = (score: number): string =>
  `${score > 0 ? '+' : score < 0 ? '−' : ''}${Math.abs(Math.round(score * 100) / 100)}`;

/** "1:02:03", "0:48". */
export function clockOf(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const [hours, minutes, rest] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
