import { clip } from '../../../channel-kit/clip.ts';

/** Of one piece of text; what is longer stands on the record's own page. */
const MOST_TEXT = 2_000;

/** An element of an Adaptive Card, as JSON. */
export interface CardElement {
  type: string;
  [property: string]: unknown;
}

interface RunStyle {
  isBold?: boolean;
  isSubtle?: boolean;
  size?: 'small' | 'medium' | 'large';
  color?: 'accent' | 'good' | 'warning' | 'attention';
  isStruck?: boolean;
  /** Where a press leads to. */
  url?: string | undefined;
}

/** Text as it is: unlike a TextBlock it takes nothing for markup, so names of people are what they are. */
export function run(
  text: string,
  { isBold, isSubtle, size, color, isStruck, url }: RunStyle = {},
): CardElement {
  return {
    type: 'TextRun',
    // an empty run is refused
    text: text.trim() === '' ? '–' : clip(text, MOST_TEXT),
    ...(isBold && { weight: 'Bolder' }),
    ...(isSubtle && { isSubtle }),
    ...(size && { size: size[0]?.toUpperCase() + size.slice(1) }),
    ...(color && { color: color[0]?.toUpperCase() + color.slice(1) }),
    ...(isStruck && { strikethrough: true }),
    ...(url && { selectAction: { type: 'Action.OpenUrl', url } }),
  };
}

/** A paragraph of runs. */
export function paragraph(inlines: readonly CardElement[], more: Record<string, unknown> = {}): CardElement {
  return { type: 'RichTextBlock', inlines, ...more };
}

export const line = (text: string, style: RunStyle = {}, more: Record<string, unknown> = {}): CardElement =>
  paragraph([run(text, style)], more);

/** Words, with a grey remark behind them. */
export const remarked = (text: string, remark: string | undefined, style: RunStyle = {}): CardElement =>
  paragraph([run(text, style), ...(remark ? [run(`  ${remark}`, { isSubtle: true })] : [])], {
    spacing: 'Small',
  });

/** A title is spoken as a heading. */
export const title = (text: string, url?: string): CardElement =>
  text.trim() ? line(text, { isBold: true, size: 'medium', url }) : line(' ');

export const subtle = (text: string): CardElement =>
  line(text, { isSubtle: true, size: 'small' }, { spacing: 'Small' });

export interface TableColumn {
  width: number;
  align?: 'left' | 'right' | undefined;
}

/** @param rows - of equal length; the first is the head when `hasHead` */
export function table(
  columns: readonly TableColumn[],
  rows: ReadonlyArray<readonly CardElement[]>,
  { hasHead }: { hasHead: boolean },
): CardElement {
  return {
    type: 'Table',
    firstRowAsHeaders: hasHead,
    showGridLines: hasHead,
    gridStyle: 'default',
    columns: columns.map(({ width, align }) => ({
      width,
      ...(align === 'right' && { horizontalCellContentAlignment: 'Right' }),
    })),
    rows: rows.map((cells) => ({
      type: 'TableRow',
      cells: cells.map((cell) => ({ type: 'TableCell', items: [cell] })),
    })),
  };
}

/** Labels beside their values. */
export const facts = (pairs: ReadonlyArray<readonly [CardElement, CardElement]>): CardElement =>
  table([{ width: 1 }, { width: 2 }], pairs, { hasHead: false });
