import { describe, expect, it } from 'vitest';
import { correctTypo, typoIndex } from './typos.ts';

const index = [typoIndex(['create', 'rate', 'contact', 'delete', 'company', 'call'])];

describe('correctTypo', () => {
  it.each([
    ['crate', 'create'],
    ['conatct', 'contact'],
    ['delte', 'delete'],
    ['deleet', 'delete'],
    ['compnay', 'company'],
    ['contactt', 'contact'],
  ])('reads %s as %s', (word, known) => {
    expect(correctTypo(word, index)).toBe(known);
  });

  it.each(['cal', 'jane', 'northwind', 'carl'])('leaves %s alone', (word) => {
    expect(correctTypo(word, index)).toBeUndefined();
  });
});
