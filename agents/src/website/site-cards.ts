import type { SiteFigures } from '@clianta/crm-core/tracking/visit/site-figures.schema';
import type { ChartCard, TableCard } from '../reply.schema.ts';

type Cells = Record<string, string>;

/** A table whose columns but the first few are figures. */
export function figuresTable(
  title: string,
  columns: ReadonlyArray<readonly [key: string, label: string, isFigure?: boolean]>,
  rows: readonly Cells[],
): TableCard {
  return {
    type: 'table',
    title,
    columns: columns.map(([key, label, isFigure]) => ({
      key,
      label,
      ...(isFigure && { align: 'right' as const }),
    })),
    rows: rows.map((cells) => ({ cells })),
    count: rows.length,
  };
}

export const daysChart = ({ days }: SiteFigures): ChartCard => ({
  type: 'chart',
  kind: days.length > 14 ? 'line' : 'column',
  title: 'Visitors a day',
  categories: days.map(({ day }) => day),
  series: [
    {
      label: 'Visitors',
      values: days.map(({ visitors }) => visitors),
      words: days.map(({ visitors }) => String(visitors)),
    },
  ],
});

export const pagesTable = ({ pages }: SiteFigures): TableCard =>
  figuresTable(
    'Pages',
    [
      ['path', 'Page'],
      ['views', 'Views', true],
    ],
    pages.map(({ path, views }) => ({ path, views: String(views) })),
  );

export const sourcesTable = ({ sources }: SiteFigures): TableCard =>
  figuresTable(
    'Where visits come from',
    [
      ['source', 'Source'],
      ['medium', 'Way'],
      ['campaign', 'Campaign'],
      ['visits', 'Visits', true],
    ],
    sources.map(({ source, medium, campaign = '', visits }) => ({
      source,
      medium,
      campaign,
      visits: String(visits),
    })),
  );

export const companiesTable = ({ companies }: SiteFigures): TableCard =>
  figuresTable(
    'Companies, by people who are known',
    [
      ['name', 'Company'],
      ['visits', 'Visits', true],
      ['pages', 'Pages', true],
      ['last', 'Last', true],
    ],
    companies.map(({ name, visits, pages, last }) => ({
      name,
      visits: String(visits),
      pages: String(pages),
      last,
    })),
  );
