import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { sha256 } from './sha256.ts';

it('is what everybody else computes, whatever the length', () => {
  for (let length = 0; length < 200; length++) {
    const text = 'a salt?at=1&form=x&'.repeat(12).slice(0, length);
    expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'));
  }
});
