import { expect, it } from 'vitest';
import { asCsv, asHtml, asTabs } from './table-text.ts';

const table = {
  columns: [
    { key: 'a', label: 'Name' },
    { key: 'b', label: 'Note' },
  ],
  rows: [
    { cells: { a: 'Acme, Inc.', b: 'said "hi"\tand\nleft' } },
    { cells: { a: '=HYPERLINK("x")', b: '-12%' } },
    { cells: { a: '<b>', b: '' } },
  ],
};

it('has a cell for every column, whatever is in it', () => {
  expect(asTabs(table).split('\n')).toEqual([
    'Name\tNote',
    'Acme, Inc.\tsaid "hi" and left',
    '=HYPERLINK("x")\t-12%',
    '<b>\t',
  ]);
});

it('quotes what CSV needs quoted, and makes no formula of a text', () => {
  const [, acme, formula] = asCsv(table).split('\r\n');
  expect(acme).toBe('"Acme, Inc.","said ""hi""\tand\nleft"');
  expect(formula).toBe(`"'=HYPERLINK(""x"")",-12%`);
});

it('hands over no mark-up of a record', () => {
  expect(asHtml(table)).toContain('<td>&lt;b&gt;</td><td></td>');
});
