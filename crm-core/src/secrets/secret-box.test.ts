import { describe, expect, it } from 'vitest';
import { SecretBox } from './secret-box.ts';

const token = { botToken: 'xoxb-1' };

describe('a secret box', () => {
  it('gives back what it was given, and shows nothing of it', () => {
    const box = new SecretBox(['a key of some length']);
    const sealed = box.seal(token, 'slack:T1');
    expect(sealed).not.toContain('xoxb');
    expect(box.seal(token, 'slack:T1')).not.toBe(sealed);
    expect(box.open(sealed, 'slack:T1')).toEqual(token);
  });

  it('opens nothing elsewhere, nothing changed, and nothing of another key', () => {
    const box = new SecretBox(['a key of some length']);
    const sealed = box.seal(token, 'slack:T1');
    expect(() => box.open(sealed, 'slack:T2')).toThrow();
    const at = sealed.length - 4;
    const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
    expect(() => box.open(changed, 'slack:T1')).toThrow();
    expect(() => new SecretBox(['another key']).open(sealed, 'slack:T1')).toThrow(/ENCRYPTION_KEYS/);
  });

  it('goes on reading what an older key has sealed, and says that it is old', () => {
    const sealed = new SecretBox(['old']).seal(token, 'slack:T1');
    const box = new SecretBox(['new', 'old']);
    expect(box.open(sealed, 'slack:T1')).toEqual(token);
    expect(box.isOld(sealed)).toBe(true);
    expect(box.isOld(box.seal(token, 'slack:T1'))).toBe(false);
  });
});
