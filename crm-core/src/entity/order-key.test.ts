import { expect, it } from 'vitest';
import { orderKey } from './order-key.ts';

it('puts texts in the order in which people look for them', () => {
  const names = [
    '3M',
    '7-Eleven',
    '20th Century',
    'acme',
    'Acme 2',
    'ACME 10',
    'Acme 010b',
    'Ádám',
    'adobe',
    'Łukasz',
    'Ørsted',
    'zebra',
    'Яндекс',
    '东京',
  ];
  const byKey = (a: string, b: string) => Buffer.compare(Buffer.from(orderKey(a)), Buffer.from(orderKey(b)));
  expect([...names].reverse().sort(byKey)).toEqual(names);
});

it('is one for what differs in case and accents only', () => {
  expect(orderKey(' Café  ')).toBe(orderKey('CAFE'));
  expect(orderKey('item 007')).toBe(orderKey('Item 7'));
});
