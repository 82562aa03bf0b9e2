import { expect, it } from 'vitest';
import { type Look, machineReason } from './machine-reason.ts';

const SENT = new Date('2026-03-02T09:00:00Z');
const look = (values: Partial<Look> & { afterMs?: number }) => {
  const { afterMs = 3_600_000, ...rest } = values;
  const at = new Date(SENT.getTime() + afterMs);
  const userAgent = 'Mozilla/5.0 (X11; Linux x86_64) Chrome/130';
  return machineReason({ kind: 'open', method: 'GET', userAgent, at, sentAt: SENT, isTrap: false, ...rest });
};
const GOOGLE = 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)';

it('takes a browser for a person, and Google’s proxy after its first minute', () => {
  expect(look({})).toBeUndefined();
  expect(look({ kind: 'click' })).toBeUndefined();
  expect(look({ userAgent: GOOGLE })).toBeUndefined();
});

it.each([
  { userAgent: GOOGLE, afterMs: 59_000 },
  { userAgent: 'Mozilla/5.0' },
  { method: 'HEAD' },
  { afterMs: -1 },
  { isTrap: true },
  { kind: 'click', userAgent: 'Barracuda Sentinel (EE)' },
  { userAgent: '' },
] as const)('takes for a machine: %o', (values) => {
  expect(look(values)).toBeDefined();
});
