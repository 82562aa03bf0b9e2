import { describe, expect, it } from 'vitest';
import { claimsChange, safeText, unsupportedFigures } from './verify.ts';

describe('figures', () => {
  it('that a tool gave are supported, however they are written', () => {
    expect(unsupportedFigures('It is worth $12,000 (55%).', 'amount $12000, probability 55%')).toEqual([]);
    expect(unsupportedFigures('1. first\n2. second', 'nothing')).toEqual([]);
  });

  it('that no tool gave are found', () => {
    expect(unsupportedFigures('The total is $48,000 over 12 deals.', 'total $48,000, 11 deals')).toEqual([
      '12',
    ]);
  });
});

describe('a claim that something was done', () => {
  it('is known in its usual forms', () => {
    for (const text of [
      'I have deleted Ada.',
      'Done! Anything else?',
      'The deal has been moved to Proposal.',
      "I've just updated it",
      'Ada was removed.',
      'We successfully created the task.',
    ]) {
      expect(claimsChange(text), text).toBe(true);
    }
  });

  it('is not what merely tells or asks', () => {
    for (const text of [
      'Shall I delete Ada?',
      'There are 3 deals; two close soon.',
      'I found no contact called Ada.',
      'You can change that in the settings.',
      'I cannot add that without a name.',
      'I understood “I have deleted Ada”, and not what to do.',
    ]) {
      expect(claimsChange(text), text).toBe(false);
    }
  });
});

describe('safe text', () => {
  it('has no images and no raw HTML', () => {
    expect(safeText('Hi ![x](https://evil.example/p.png)<img src=x onerror=1> there', [])).toBe('Hi x there');
    expect(safeText('![x][1]', [])).toBe('x');
  });

  it('links only to allowed hosts', () => {
    expect(safeText('[go](https://evil.example/a)', ['ok.example'])).toBe('go');
    expect(safeText('[go](https://docs.ok.example/a)', ['ok.example'])).toBe(
      '[go](https://docs.ok.example/a)',
    );
    expect(safeText('see https://evil.example/x?y', [])).toBe('see `evil.example`');
    expect(safeText('[go](javascript:alert(1))', [])).not.toContain('javascript');
    expect(safeText('[go](//evil.example)', [])).toBe('go');
  });

  it('shows no record ids', () => {
    expect(safeText('Created Jane (id: 6b03e16489de75a3d2eb89e9).', [])).toBe('Created Jane.');
  });

  it('leaves an id in an address, which would lead nowhere without it', () => {
    const link = '[Pages](https://crm.example/pages#6b03e16489de75a3d2eb89e9).';
    expect(safeText(link, ['crm.example'])).toBe(link);
  });
});
