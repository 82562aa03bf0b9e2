/** "Contract end date" as `contractEndDate`, the form the server accepts; empty when nothing is left. */
export function keyOf(label: string): string {
  const words = label
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .split(/[^a-zA-Z0-9]+/)
    .filter(Boolean)
    .map((word, index) => {
      const lower = word.toLowerCase();
      return index === 0 ? lower : lower.charAt(0).toUpperCase() + lower.slice(1);
    });
  return words
    .join('')
    .replace(/^[^a-z]+/, '')
    .slice(0, 40);
}

/** One option per line or comma, in order, each once. */
export function optionsOf(text: string): string[] {
  return [
    ...new Set(
      text
        .split(/[\n,]/)
        .map((option) => option.trim())
        .filter(Boolean),
    ),
  ];
}
