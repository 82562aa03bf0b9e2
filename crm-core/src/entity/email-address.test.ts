import { expect, it } from 'vitest';
import { emailAddress } from './email-address.ts';

it('has one way of writing, also with an international domain', () => {
  for (const [given, known] of [
    ['  Jane@Example.COM ', 'jane@example.com'],
    ['jane@MÜNCHEN.example', 'jane@münchen.example'],
    ['jane@xn--mnchen-3ya.example', 'jane@münchen.example'],
    ['jane@例え.テスト', 'jane@例え.テスト'],
  ])
    expect(emailAddress().parse(given)).toBe(known);
});

it('is refused when no mail could be sent there', () => {
  for (const wrong of ['jane', 'jane@', '@example.com', 'jane@ex ample.com', 'a@b@', 'jane@-.example', ''])
    expect(emailAddress().safeParse(wrong).success, wrong).toBe(false);
});
