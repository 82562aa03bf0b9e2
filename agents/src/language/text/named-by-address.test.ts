import { expect, it } from 'vitest';
import { withNamesOfAddresses } from './named-by-address.ts';

it.each([
  ['add jen park, ops lead, jen.park@acme.example', 'add Jen Park, ops lead, jen.park@acme.example'],
  ['add ana maria lopez ana.maria_lopez@x.example', 'add Ana Maria Lopez ana.maria_lopez@x.example'],
  ['add jen park, jp@acme.example', 'add jen park, jp@acme.example'],
  ['sales team is sales-team@acme.example', 'Sales Team is sales-team@acme.example'],
  ['mail jen.park@acme.example', 'mail jen.park@acme.example'],
])('“%s”', (said, named) => {
  expect(withNamesOfAddresses(said)).toBe(named);
});
