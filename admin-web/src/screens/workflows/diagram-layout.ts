import type { DrawnStep } from '@clianta/agents/workflows/drawn-workflow.schema';

/** A box of a drawing, with its words in lines. All in units of the drawing. */
export interface Box {
  id: string;
  kind: DrawnStep['kind'] | 'begin';
  x: number;
  y: number;
  width: number;
  height: number;
  lines: string[];
  isOutside?: boolean;
}

/** From the bottom of one box to the top of another; `back` leads up again, around a loop. */
export interface Line {
  from: { x: number; y: number };
  to: { x: number; y: number };
  label?: string;
  isBack?: boolean;
}

export interface Drawing {
  width: number;
  height: number;
  boxes: Box[];
  lines: Line[];
}

const WIDTH = 280;
const GAP = 34;
const SIDE_GAP = 36;
const LINE_HEIGHT = 19;
const PADDING = 22;
const MOST_LETTERS = 33;
const MARGIN = 20;

/** Words in lines of so many letters. */
export function wrapped(text: string, most = MOST_LETTERS): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    const longer = line ? `${line} ${word}` : word;
    if (longer.length <= most) line = longer;
    else {
      if (line) lines.push(line);
      line = word.length > most ? `${word.slice(0, most - 1)}…` : word;
    }
  }
  return line ? [...lines, line] : lines;
}

type Point = { x: number; y: number };

/** Steps below each other, the two sides of a branch beside each other. */
export function drawing(begins: string, steps: readonly DrawnStep[]): Drawing {
  const boxes: Box[] = [];
  const lines: Line[] = [];
  const width = widthOf(steps);
  const center = MARGIN + width / 2;
  const first = put({ id: 'begin', kind: 'begin', text: begins }, center, MARGIN);
  const ends = chain(steps, center, first, [{ x: center, y: first }]);
  const bottom = Math.max(...ends.map(({ y }) => y), ...boxes.map(({ y, height }) => y + height));
  return { width: width + 2 * MARGIN, height: bottom + MARGIN, boxes, lines };

  /** @returns where it ends */
  function put(
    { id, kind, text, isOutside }: Pick<DrawnStep, 'id' | 'text' | 'isOutside'> & { kind: Box['kind'] },
    x: number,
    y: number,
  ): number {
    const words = wrapped(text);
    const height = words.length * LINE_HEIGHT + PADDING;
    boxes.push({
      id,
      kind,
      x: x - WIDTH / 2,
      y,
      width: WIDTH,
      height,
      lines: words,
      ...(isOutside && { isOutside }),
    });
    return y + height;
  }

  /** @returns where what comes behind goes on from */
  function chain(
    list: readonly DrawnStep[],
    x: number,
    top: number,
    before: Point[],
    label?: string,
  ): Point[] {
    let from = before;
    let y = top;
    for (const [at, step] of list.entries()) {
      const start = y + GAP;
      for (const point of from)
        lines.push({ from: point, to: { x, y: start }, ...(at === 0 && label && { label }) });
      y = put(step, x, start);
      from = step.kind === 'end' ? [] : [{ x, y }];
      if (step.kind === 'branch') {
        const [yes, no] = [step.yes ?? [], step.no ?? []];
        const [left, right] = [widthOf(yes), widthOf(no)];
        const begin = x - (left + SIDE_GAP + right) / 2;
        const ends = [
          ...chain(yes, begin + left / 2, y, from, 'yes'),
          ...chain(no, begin + left + SIDE_GAP + right / 2, y, from, 'no'),
        ];
        y = Math.max(y, ...ends.map((end) => end.y));
        from = ends;
      }
      if (step.kind === 'loop') {
        const around = y;
        const [end] = chain(step.inner ?? [], x, y, from);
        if (end) {
          y = end.y;
          lines.push({ from: end, to: { x, y: around }, isBack: true });
          from = [end];
        }
      }
    }
    return from;
  }
}

/** How much room a chain of steps needs beside it. */
function widthOf(steps: readonly DrawnStep[]): number {
  const widths = steps.map((step) => {
    if (step.kind === 'branch') return widthOf(step.yes ?? []) + SIDE_GAP + widthOf(step.no ?? []);
    return step.kind === 'loop' ? widthOf(step.inner ?? []) + 2 * SIDE_GAP : WIDTH;
  });
  return Math.max(WIDTH, ...widths);
}
