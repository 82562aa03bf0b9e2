import type { Readable } from 'node:stream';
import { readTable, type TextForm } from '../reading/read-table.ts';
import { type DateOrder, orderProvenBy } from './read-date.ts';

const SAMPLES = 5;
const SAMPLE_LENGTH = 80;

/** What a column is like, by all of its cells. */
interface SurveyedColumn {
  header: string;
  samples: string[];
  /** Of its days with slashes, as the first that can be only one says. */
  dateOrder?: DateOrder;
  /** It has days with slashes, and none proves the order. */
  isOrderUnsure?: boolean;
}

export interface Survey {
  form: TextForm;
  columns: SurveyedColumn[];
  total: number;
}

/** Goes through a whole table once: how many rows, what is in the columns, in which order their days are written. */
export async function surveyTable(content: Readable, form: Partial<TextForm>): Promise<Survey> {
  const table = await readTable(content, form);
  const columns = table.headers.map((header): SurveyedColumn => ({ header, samples: [] }));
  const isUnsure = new Set<SurveyedColumn>();
  let total = 0;
  for await (const { cells } of table.rows) {
    total++;
    for (const [at, column] of columns.entries()) {
      const cell = (cells[at] ?? '').trim();
      if (cell === '') continue;
      if (column.samples.length < SAMPLES) column.samples.push(cell.slice(0, SAMPLE_LENGTH));
      if (column.dateOrder || cell.length > 25) continue;
      const proven = orderProvenBy(cell);
      if (proven === 'unsure') isUnsure.add(column);
      else if (proven) column.dateOrder = proven;
    }
  }
  for (const column of isUnsure) if (!column.dateOrder) column.isOrderUnsure = true;
  return { form: table.form, columns, total };
}
