import { expect, it } from 'vitest';
import { verifiedText } from './verified-text.ts';

const found = { isIntact: true, checked: 1204, redacted: 0, head: { seq: 1204, hash: 'ab12' } };

it('says that all of it holds, with what proves it later, and what was erased', () => {
  expect(verifiedText(found, 'en-US')).toBe(
    'All 1,204 entries are as they were written. To prove that later, note the number 1204 and the hash ab12.',
  );
  expect(verifiedText({ ...found, redacted: 3 }, 'en-US')).toContain('A person was erased from 3 of them');
  expect(verifiedText({ ...found, checked: 0 }, 'en-US')).toBe('There are no entries yet.');
});

it('says how far it is, and what is broken first', () => {
  expect(verifiedText({ ...found, checked: 500, next: 501 }, 'en-US')).toBe(
    '500 of 1,204 entries are as they were written so far.',
  );
  const fault = { kind: 'missing' as const, seq: 12, text: 'Entry 12 is missing.' };
  expect(verifiedText({ ...found, isIntact: false, checked: 11, fault }, 'en-US')).toBe(
    'The log is broken. Entry 12 is missing. The 11 entries before it are as written.',
  );
});
