/** At most `max` characters, the last one an ellipsis when something is missing. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  const end = text.slice(0, max - 1);
  // half of a surrogate pair is no character
  return `${/[\uD800-\uDBFF]$/.test(end) ? end.slice(0, -1) : end}…`;
}
