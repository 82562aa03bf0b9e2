import { expect, it } from 'vitest';
import { bounceKind } from './bounce-kind.ts';

it.each([
  ['550', '5.1.1', 'The email account that you tried to reach does not exist', 'hard'],
  ['550', '5.1.10', 'RESOLVER.ADR.RecipientNotFound', 'hard'],
  ['550', '5.7.26', 'Unauthenticated mail', 'policy'],
  ['550', '5.1.8', 'Sender domain not found', 'other'],
  ['452', '4.2.2', 'Mailbox full', 'soft'],
  ['552', '5.2.2', 'Mailbox full', 'soft'],
  ['550', undefined, 'No such user here', 'hard'],
  ['550', undefined, 'Requested action not taken: mailbox unavailable', 'hard'],
  ['554', undefined, 'Message rejected: listed at Spamhaus', 'policy'],
  ['451', undefined, 'Try again later', 'soft'],
  ['554', undefined, 'Transaction failed', 'other'],
] as const)('takes %s %s “%s” for %s', (code, status, text, kind) => {
  expect(bounceKind({ code: Number(code), status, text })).toBe(kind);
});
