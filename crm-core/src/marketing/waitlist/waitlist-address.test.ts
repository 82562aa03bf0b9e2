import { expect, it } from 'vitest';
import { waitlistAddress } from './waitlist-address.ts';

it.each([
  ['Ada@Acme.example', 'ada@acme.example'],
  ['ada+list@acme.example', 'ada@acme.example'],
  ['a.d.a@gmail.com', 'ada@gmail.com'],
  ['A.da+x@googlemail.com', 'ada@gmail.com'],
  ['a.d.a@acme.example', 'a.d.a@acme.example'],
  ['+ada@acme.example', '+ada@acme.example'],
])('%s stands on the list once, as %s', (typed, kept) => {
  expect(waitlistAddress(typed)).toBe(kept);
});
