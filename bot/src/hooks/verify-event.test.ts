import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { verifyEvent } from './verify-event.ts';

const NOW = new Date('2026-03-02T09:00:00Z');
const secret = `whsec_${Buffer.from('a secret of thirty-two letters..').toString('base64')}`;
const other = `whsec_${Buffer.from('another one of as many letters..').toString('base64')}`;
const body = '{"name":"Adá"}';

/** An event that was signed so many seconds after now. */
const signed = (seconds = 0, by = secret) => {
  const at = new Date(NOW.getTime() + seconds * 1_000);
  return {
    id: 'evt_1',
    timestamp: String(at.getTime() / 1_000),
    signature: new Webhook(by).sign('evt_1', at, body),
    body,
  };
};

describe('an event of another system', () => {
  it('is let in when one of the secrets has signed it, beside signatures of others', () => {
    expect(verifyEvent(signed(), [secret], NOW)).toBe('evt_1');
    expect(verifyEvent(signed(0, other), [secret, other], NOW)).toBe('evt_1');
    const both = { ...signed(), signature: `v2,x ${signed(0, other).signature} ${signed().signature}` };
    expect(verifyEvent(both, [secret], NOW)).toBe('evt_1');
  });

  it('is refused with another secret, and when id, time or a letter of its body is another', () => {
    const refusals = [
      signed(0, other),
      { ...signed(), id: 'evt_2' },
      { ...signed(), timestamp: String(NOW.getTime() / 1_000 + 1) },
      { ...signed(), body: `${body} ` },
      { ...signed(), signature: signed().signature.slice(3) },
      { ...signed(), signature: 'v1,' },
    ];
    for (const event of refusals) expect(() => verifyEvent(event, [secret], NOW)).toThrow(/signature/);
    for (const missing of ['id', 'timestamp', 'signature'])
      expect(() => verifyEvent({ ...signed(), [missing]: undefined }, [secret], NOW)).toThrow(/headers/);
  });

  it('is refused when it was signed more than five minutes ago, or from now', () => {
    expect(verifyEvent(signed(-300), [secret], NOW)).toBe('evt_1');
    expect(verifyEvent(signed(300), [secret], NOW)).toBe('evt_1');
    for (const seconds of [-301, 301])
      expect(() => verifyEvent(signed(seconds), [secret], NOW)).toThrow(/five minutes/);
    expect(() => verifyEvent({ ...signed(), timestamp: '1772442000.5' }, [secret], NOW)).toThrow(/seconds/);
  });
});
