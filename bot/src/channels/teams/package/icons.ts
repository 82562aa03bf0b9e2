import { type Pixel, png } from './png.ts';

const GREEN = [10, 107, 92] as const;
const WHITE = [255, 255, 255] as const;
/** Points looked at along each side of a pixel, so that edges are smooth. */
const SAMPLES = 4;

/** Clianta's sign, as admin-web's favicon.svg has it, on a square of 32: a speech bubble with a C in it. */
function isBubble(x: number, y: number): boolean {
  const inside = roundedSquare(x, y, { left: 2, top: 2, right: 30, bottom: 25, radius: 7 });
  const isTail = x >= 6 && x <= 15 && y >= 24 && y <= 29.7 && x + y * 1.4 <= 48;
  return inside || isTail;
}

function isLetter(x: number, y: number): boolean {
  const [dx, dy] = [x - 16.2, y - 13.5];
  const distance = Math.hypot(dx, dy);
  const isRing = Math.abs(distance - 5.6) <= 1.5;
  return isRing && !(dx > 0 && Math.abs(dy) < dx * 0.78);
}

function roundedSquare(
  x: number,
  y: number,
  { left, top, right, bottom, radius }: Record<'left' | 'top' | 'right' | 'bottom' | 'radius', number>,
): boolean {
  if (x < left || x > right || y < top || y > bottom) return false;
  const dx = Math.max(left + radius - x, 0, x - (right - radius));
  const dy = Math.max(top + radius - y, 0, y - (bottom - radius));
  return Math.hypot(dx, dy) <= radius;
}

/** How much of a pixel is part of a shape, 0 to 1. */
function coverage(size: number, is: (x: number, y: number) => boolean): (x: number, y: number) => number {
  const at = (pixel: number, sample: number) => ((pixel + (sample + 0.5) / SAMPLES) / size) * 32;
  return (x, y) => {
    let hits = 0;
    for (let i = 0; i < SAMPLES; i++) for (let j = 0; j < SAMPLES; j++) if (is(at(x, i), at(y, j))) hits++;
    return hits / SAMPLES ** 2;
  };
}

const mixed = (from: readonly number[], to: readonly number[], share: number): Pixel => {
  const [red = 0, green = 0, blue = 0] = from.map((one, at) =>
    Math.round(one + ((to[at] ?? one) - one) * share),
  );
  return [red, green, blue, 255];
};

/** The full-colour icon: 192 x 192, filled to the edges, the sign within the middle that Teams shows. */
export function colorIcon(): Buffer {
  const size = 192;
  // the sign takes two thirds of the square
  const scaled = (is: typeof isBubble) => (x: number, y: number) =>
    is((x - 16) * 1.5 + 16, (y - 16) * 1.5 + 16);
  const bubble = coverage(size, scaled(isBubble));
  const letter = coverage(size, scaled(isLetter));
  return png(size, (x, y) => mixed(mixed(GREEN, WHITE, bubble(x, y)), GREEN, letter(x, y)));
}

/** The outline icon: 32 x 32, white alone on nothing. */
export function outlineIcon(): Buffer {
  const shape = coverage(32, (x, y) => isBubble(x, y) && !isLetter(x, y));
  return png(32, (x, y) => [255, 255, 255, Math.round(shape(x, y) * 255)]);
}
