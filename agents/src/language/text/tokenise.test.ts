import { describe, expect, it } from 'vitest';
import { tokenise } from './tokenise.ts';

const kinds = (text: string) => tokenise(text).map(({ kind, norm }) => `${kind} ${norm}`);
const amounts = (text: string) => tokenise(text).map(({ kind, value, currency }) => [kind, value, currency]);

describe('tokenise', () => {
  it.each([
    ['12k', ['money', 12_000, undefined]],
    ['$1.2m', ['money', 1_200_000, 'USD']],
    ['EUR 40,000', ['money', 40_000, 'EUR']],
    ['40 000 €', ['money', 40_000, 'EUR']],
    ['1.250,50 €', ['money', 1250.5, 'EUR']],
    ['£7,500.50', ['money', 7500.5, 'GBP']],
    ['30 grand', ['money', 30_000, undefined]],
    ['2 million dollars', ['money', 2_000_000, 'USD']],
    ['A$20k', ['money', 20_000, 'AUD']],
    ['CA$ 1,500', ['money', 1500, 'CAD']],
    ['CHF 12k', ['money', 12_000, 'CHF']],
    ['9,5k', ['money', 9500, undefined]],
    ['1.2 mio', ['money', 1_200_000, undefined]],
    ['200 swiss francs', ['money', 200, 'CHF']],
    ['-12k', ['money', -12_000, undefined]],
    ['minus 500 dollars', ['money', -500, 'USD']],
    ['−$40', ['money', -40, 'USD']],
    ['-500', ['number', -500, undefined]],
    ['1,250', ['number', 1250, undefined]],
    ['42.5', ['number', 42.5, undefined]],
    ['50%', ['percent', 50, undefined]],
    ['5 percent', ['percent', 5, undefined]],
    ['3pm', ['clock', 900, undefined]],
    ['9:30', ['clock', 570, undefined]],
    ['22nd', ['ordinal', 22, undefined]],
  ])('reads %s as one amount', (text, expected) => {
    expect(amounts(text)).toEqual([expected]);
  });

  it('keeps e-mails, phones, sites and quotes whole', () => {
    expect(kinds('a.b+c@x-y.example, +1 (415) 555-0100 www.acme.test/a “Big deal”')).toEqual([
      'email a.b+c@x-y.example',
      'punct ,',
      'phone +1 (415) 555-0100',
      'url www.acme.test/a',
      'quote big deal',
    ]);
  });

  it('keeps what people write into names, addresses and numbers', () => {
    expect(kinds("kit.o'dea@example.com C++ Dr. Lund w/ +1 608 271 9000 x11 +49 (0) 711 / 123-4567")).toEqual(
      [
        "email kit.o'dea@example.com",
        'word c++',
        'word dr',
        'word lund',
        'word with',
        'phone +1 608 271 9000 x11',
        'phone +49 (0) 711 / 123-4567',
      ],
    );
  });

  it('hears a currency that has no figure', () => {
    expect(kinds('worth €')).toEqual(['word worth', 'word €']);
  });

  it('splits contractions and possessives, with straight and curly apostrophes', () => {
    expect(kinds('Who’s Akira’s boss? We haven’t met O’Brien')).toEqual([
      'word who',
      'word is',
      'word akira',
      "possessive 's",
      'word boss',
      'punct ?',
      'word we',
      'word have',
      'word not',
      'word met',
      "word o'brien",
    ]);
  });

  it('reads every spelling of e-mail and to-do alike', () => {
    expect(kinds('e-mail email E-Mails to-do')).toEqual([
      'word email',
      'word email',
      'word emails',
      'word todo',
    ]);
  });

  it('keeps offsets into the message', () => {
    const text = 'Zoë — 12k';
    for (const token of tokenise(text)) expect(text.slice(token.start, token.end)).toBe(token.text);
  });

  it('does not take a date or an amount for a phone number', () => {
    expect(kinds('2026-03-15 40 000 12,000')).toEqual(['date 2026-03-15', 'number 40 000', 'number 12,000']);
  });
});
