import { expect, it } from 'vitest';
import { sourcesOf } from './brief-sources.ts';

const aSection = (...items: [text: string, source?: string][]) => ({
  heading: 'Company',
  items: items.map(([text, source]) => ({ text, ...(source && { source }) })),
});

it('names a source that all points share once', () => {
  const sources = sourcesOf(aSection(['207 employees', 'Northwind'], ['Hamburg', 'Northwind']));
  expect(sources).toEqual({ ofAll: 'Northwind', ofItem: [undefined, undefined] });
});

it('names a source only where the point does not say it itself', () => {
  const sources = sourcesOf(
    aSection(['Jane Doe · VP Sales', 'Jane Doe'], ['E-mail to Jane', 'email'], ['Late', 'task']),
  );
  expect(sources).toEqual({ ofItem: [undefined, undefined, 'task'] });
});
