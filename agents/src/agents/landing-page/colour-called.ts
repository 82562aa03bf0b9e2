import { InvalidError } from '@clianta/crm-core/errors';

/** Colours as people call them, dark enough for white letters. */
const COLOURS: Readonly<Record<string, string>> = {
  blue: '#1d4ed8',
  green: '#0a6b5c',
  red: '#b3261e',
  orange: '#b45309',
  yellow: '#92700c',
  purple: '#6d28d9',
  violet: '#6d28d9',
  pink: '#be185d',
  teal: '#0f766e',
  turquoise: '#0e7490',
  black: '#1c2329',
  grey: '#4c575f',
  gray: '#4c575f',
  brown: '#7c4a1e',
  navy: '#1e3a8a',
};

/** @throws InvalidError naming some that are known */
export function colourCalled(said: string): string {
  const text = said.trim().toLowerCase();
  const hex = /#([0-9a-f]{6}|[0-9a-f]{3})\b/.exec(text)?.[1];
  if (hex) return `#${hex.length === 3 ? hex.replace(/./g, '$&$&') : hex}`;
  const word = text.split(/[^a-z]+/).find((one) => COLOURS[one]);
  if (word && COLOURS[word]) return COLOURS[word];
  throw new InvalidError(
    `I do not know the colour “${said}”. Say it such as blue, green, orange or #0a6b5c.`,
  );
}
