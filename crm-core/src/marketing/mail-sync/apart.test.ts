import { describe, expect, it } from 'vitest';
import { apart } from './apart.ts';

const aMail = (messageId: string, subject: string, references: string[] = [], inReplyTo?: string) => ({
  mail: { messageId, subject, references, ...(inReplyTo && { inReplyTo }) },
});

const parts = (...mails: ReturnType<typeof aMail>[]) =>
  apart(mails).map((part) => part.map(({ mail }) => mail.messageId));

describe('mails that are taken at the same time', () => {
  it('are those that do not refer to each other', () => {
    expect(parts(aMail('a', 'Dates'), aMail('b', 'Prices'), aMail('c', 'Invoice'))).toEqual([
      ['a'],
      ['b'],
      ['c'],
    ]);
  });

  it('are kept together, in their order, where one answers another or both answer a third', () => {
    expect(
      parts(
        aMail('a', 'Dates'),
        aMail('b', 'x', [], 'a'),
        aMail('c', 'y', ['z']),
        aMail('d', 'w', ['q', 'z']),
      ),
    ).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('are kept together by a subject, for an answer may have no references', () => {
    expect(parts(aMail('a', 'Dates'), aMail('b', 'Other'), aMail('c', 'Re: Dates'))).toEqual([
      ['a', 'c'],
      ['b'],
    ]);
  });

  it('are joined by one that belongs to two parts', () => {
    expect(parts(aMail('a', 'Dates'), aMail('b', 'Prices'), aMail('c', 'z', ['a', 'b']))).toEqual([
      ['a', 'b', 'c'],
    ]);
  });

  it('stay apart where they have no subject', () => {
    expect(parts(aMail('a', ''), aMail('b', ''))).toEqual([['a'], ['b']]);
  });
});
