import { parse } from 'csv-parse/sync';

export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** Rows that are looked at. */
const LOOKED_AT = 30;

/** What stands between the cells: what gives the same number of columns in most rows, and most of them. */
export function guessDelimiter(beginning: string): Delimiter {
  const scored = DELIMITERS.map((delimiter) => ({ delimiter, score: scoreOf(beginning, delimiter) }));
  const [best] = scored.sort((a, b) => b.score - a.score);
  return best && best.score > 0 ? best.delimiter : ',';
}

function scoreOf(text: string, delimiter: Delimiter): number {
  const rows = cellsOf(text, delimiter);
  const width = rows[0]?.length ?? 0;
  if (width < 2) return 0;
  const alike = rows.filter((row) => row.length === width).length / rows.length;
  return alike * (1 + Math.log2(width));
}

function cellsOf(text: string, delimiter: Delimiter): string[][] {
  try {
    return parse(text, {
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      to: LOOKED_AT,
    });
  } catch {
    return [];
  }
}
