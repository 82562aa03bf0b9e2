import type { ChartCard } from '@clianta/agents/reply.schema';

/** What a chart is drawn of. Lengths are CSS pixels; `tone` is the place of a colour. */
export type Shape =
  | { is: 'rect'; x: number; y: number; width: number; height: number; tone: number; says: string }
  | { is: 'path'; d: string; tone: number; says: string; isLine?: boolean }
  | { is: 'dot'; x: number; y: number; tone: number; says: string }
  | { is: 'rule'; x1: number; y1: number; x2: number; y2: number }
  | { is: 'text'; x: number; y: number; text: string; at: 'start' | 'middle' | 'end'; isFigure?: boolean };

export interface Drawing {
  height: number;
  shapes: Shape[];
}

/** What a mark says for a mouse: "Proposal: $99,000". */
export const saying = ({ series }: ChartCard, category: string, of: number, at: number): string =>
  `${category}${series.length > 1 ? `, ${series[of]?.label}` : ''}: ${series[of]?.words[at] ?? ''}`;

export const allWords = ({ series }: ChartCard): string[] => series.flatMap(({ words }) => words);
export const allValues = ({ series }: ChartCard): number[] => series.flatMap(({ values }) => values);
