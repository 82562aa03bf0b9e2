import { z } from 'zod';

const colour = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^#[0-9a-f]{6}$/, 'is no colour such as #0a6b5c');

export const themeSchema = z.object({
  accent: colour.default('#0a6b5c'),
  letters: z.enum(['plain', 'serif']).default('plain'),
});
export type PageTheme = z.output<typeof themeSchema>;

/** Text needs this much more light than what it stands on, or less (WCAG 2.2, 1.4.3). */
const LEAST_CONTRAST = 4.5;

/** The colours of a page: what is chosen as far as it can be read, else darker. */
export function coloursOf({ accent }: PageTheme): { accent: string; onAccent: string } {
  let readable = accent;
  for (let step = 0; step < 40 && contrast(readable, '#ffffff') < LEAST_CONTRAST; step++)
    readable = darker(readable);
  return { accent: readable, onAccent: '#ffffff' };
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [lightOf(a), lightOf(b)].sort((one, other) => other - one);
  return (light + 0.05) / (dark + 0.05);
}

const partsOf = (hex: string): number[] => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

function lightOf(hex: string): number {
  const [red = 0, green = 0, blue = 0] = partsOf(hex).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const darker = (hex: string): string =>
  `#${partsOf(hex)
    .map((part) =>
      Math.floor(part * 0.94)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
