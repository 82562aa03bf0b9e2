import { describe, expect, it } from 'vitest';
import { readPeople } from './read-people.ts';

/** The values alone; each must stand in the text where it says. */
const people = (text: string) =>
  readPeople(text).map((person) =>
    Object.fromEntries(
      Object.entries(person).map(([field, { value, from, to }]) => {
        expect(text.slice(from, to).toLowerCase()).toContain(value.toLowerCase());
        return [field, value];
      }),
    ),
  );

describe('people in a text', () => {
  it.each([
    [
      'Jane Doe, VP Sales, Acme Inc., +1 555 010 0100, jane@acme.com',
      {
        name: 'Jane Doe',
        jobTitle: 'VP Sales',
        company: 'Acme Inc.',
        phone: '+1 555 010 0100',
        email: 'jane@acme.com',
        domain: 'acme.com',
      },
    ],
    [
      'Kind regards\nSophie Laurent / Head of IT / Brightwell / sophie@brightwell.de / Tel. +49 89 123456\nFax +49 89 123499',
      {
        name: 'Sophie Laurent',
        jobTitle: 'Head of IT',
        company: 'Brightwell',
        phone: '+49 89 123456',
        email: 'sophie@brightwell.de',
        domain: 'brightwell.de',
      },
    ],
    [
      'Mit freundlichen Grüßen, Theo Klein, Einkauf, Volkmar Maschinenbau GmbH, Tel. +49 711 998877',
      {
        name: 'Theo Klein',
        jobTitle: 'Einkauf',
        company: 'Volkmar Maschinenbau GmbH',
        phone: '+49 711 998877',
      },
    ],
    [
      'Max Hoffmann, Hoffmann Logistik, Tel 040 1234567',
      { name: 'Max Hoffmann', company: 'Hoffmann Logistik', phone: '040 1234567' },
    ],
    [
      'Dr. Priya Nair, Head of R&D, Volkmar, www.volkmar.de',
      { name: 'Priya Nair', jobTitle: 'Head of R&D', company: 'Volkmar', domain: 'volkmar.de' },
    ],
  ])('reads a signature: %s', (text, person) => {
    expect(people(text)).toEqual([person]);
  });

  it('takes of a thread the newest author alone', () => {
    const thread =
      'Thanks, that works.\n\nAda Quist | CTO | Northwind | ada@northwind.example\n\nOn Mon, 2 Nov 2026 Bo Lind wrote:\n> Bo Lind | Sales | Kestrel | bo@kestrel.example';
    expect(people(thread)).toMatchObject([{ name: 'Ada Quist', email: 'ada@northwind.example' }]);
  });

  it('reads lists: by line, by semicolon, with brackets', () => {
    expect(
      people('Nadia Karim nadia@portal.ma; Yusuf Demir yusuf@baker.tr').map(({ name, email }) => [
        name,
        email,
      ]),
    ).toEqual([
      ['Nadia Karim', 'nadia@portal.ma'],
      ['Yusuf Demir', 'yusuf@baker.tr'],
    ]);
    expect(people('A. Berg (Nordlicht), Ivan Sokolov (Stroyka, ivan@stroyka.ru)')).toMatchObject([
      { name: 'A. Berg', company: 'Nordlicht' },
      { name: 'Ivan Sokolov', company: 'Stroyka', email: 'ivan@stroyka.ru' },
    ]);
  });

  it('reads contact cards', () => {
    const card =
      'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Lin Zhao\r\nORG:Okapi\\, Health;Finance\r\nTITLE:CFO\r\nTEL;TYPE=CELL:+1 415 555 0100\r\nEMAIL;TYPE=INTERNET:lin@okapi\r\n .example\r\nADR;TYPE=WORK:;;1 Main St;Boston;MA;02101;USA\r\nEND:VCARD';
    const [person] = readPeople(card);
    const values = Object.fromEntries(
      Object.entries(person ?? {}).map(([field, { value }]) => [field, value]),
    );
    expect(values).toEqual({
      name: 'Lin Zhao',
      company: 'Okapi, Health',
      jobTitle: 'CFO',
      phone: '+1 415 555 0100',
      email: 'lin@okapi.example',
      city: 'Boston',
      country: 'USA',
    });
  });

  it('makes nobody up', () => {
    expect(readPeople('the weather was fine and we had lunch')).toEqual([]);
    expect(readPeople('please call me back')).toEqual([]);
  });
});
