import { describe, expect, it } from 'vitest';
import { autoKindOf } from './auto-kind.ts';

const kind = (headers: Record<string, string>, subject = 'Dates', address = 'jane@acme.example') =>
  autoKindOf({ headers: new Map(Object.entries(headers)), from: { address }, subject });

describe('who wrote a mail', () => {
  it('is a person unless a header says otherwise', () => {
    expect(kind({})).toBe('none');
    expect(kind({ 'auto-submitted': 'no', 'return-path': '<jane@acme.example>' })).toBe('none');
  });

  it('is a machine that answers, reports a failure, or writes to many', () => {
    expect(kind({ 'auto-submitted': 'auto-replied (vacation)' })).toBe('autoReply');
    expect(kind({ 'auto-submitted': 'auto-generated' })).toBe('autoReply');
    expect(kind({ 'return-path': '<>' })).toBe('autoReply');
    expect(kind({}, 'Automatic reply: Dates')).toBe('autoReply');
    expect(kind({ precedence: 'bulk' })).toBe('list');
    expect(kind({ 'list-id': '<news.acme.example>' })).toBe('list');
    expect(kind({ 'content-type': 'multipart/report; report-type=delivery-status' })).toBe('bounce');
    expect(kind({}, 'Undelivered', 'MAILER-DAEMON@mx.example')).toBe('bounce');
  });
});
