import { describe, expect, it } from 'vitest';
import { catalogue } from '../registry.ts';
import { argumentsOf } from './refusal.ts';

/** What nobody should have to read: a validator's own words, or a field as it is stored. */
const RAW =
  /invalid|too (big|small)|received|zod|\bnan\b|undefined|\[object|expected (number|string|boolean|array|object)/i;
const STORED_NAME = /[a-z][A-Z]|_/;
const WRONG = [null, 1e9, -1, 'x'.repeat(5_000), true, [], [{}], {}, { a: 1 }];

function refusalOf(tool: Parameters<typeof argumentsOf>[0], args: Record<string, unknown>): string {
  try {
    argumentsOf(tool, args);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('arguments that a tool does not take', () => {
  for (const { tool } of catalogue.tools) {
    it(`are refused in words: ${tool.name}`, () => {
      const refusals = Object.keys(tool.input.shape).flatMap((name) =>
        WRONG.map((value) => refusalOf(tool, { [name]: value })).filter(Boolean),
      );
      refusals.push(refusalOf(tool, { fancyNewThing: 1 }));
      for (const refusal of refusals) {
        expect(refusal).not.toMatch(RAW);
        expect(refusal).not.toMatch(STORED_NAME);
        expect(refusal).toMatch(/^That is not possible when .*\.$/s);
      }
    });
  }
});
