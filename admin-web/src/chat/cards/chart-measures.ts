/** About what a letter takes in a chart, in CSS pixels, where nothing is drawn that could be measured. */
const LETTER_PX = 6.6;
/** Figures stand out, and are wider for it. */
const DIGIT_PX = 8;
/** As chart-card.css has it. */
const SIZE_PX = 12;

let pen: CanvasRenderingContext2D | null | undefined;

/** How wide a name is in the font of the page: machines differ by a fifth. */
function widthOf(text: string): number {
  if (typeof document === 'undefined') return text.length * LETTER_PX;
  pen ??= document.createElement('canvas').getContext('2d');
  if (!pen) return text.length * LETTER_PX;
  pen.font = `${SIZE_PX}px ${getComputedStyle(document.body).fontFamily}`;
  return pen.measureText(text).width;
}

/** How wide the widest of these names is. */
export const lettersPx = (texts: readonly string[]): number => Math.ceil(Math.max(0, ...texts.map(widthOf)));

/** About how wide the widest of these figures is. */
export const figuresPx = (words: readonly string[]): number =>
  Math.max(0, ...words.map(({ length }) => length)) * DIGIT_PX;

/** A name as long as there is room for it. */
export function cut(text: string, px: number): string {
  if (widthOf(text) <= px) return text;
  const letters = [...text];
  while (letters.length > 2 && widthOf(`${letters.join('')}…`) > px) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}
