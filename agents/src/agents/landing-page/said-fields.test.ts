import { expect, it } from 'vitest';
import { itemsOf } from './draft-blocks.ts';
import { fieldNamed, fieldsIn } from './said-fields.ts';

const said = (text: string) => fieldsIn(text).map(({ name, mapsTo, required }) => [name, mapsTo, required]);

it('reads the questions of a form in the words that people use for them', () => {
  expect(said('name, email and phone number')).toEqual([
    ['name', 'name', true],
    ['email', 'email', true],
    ['phone', 'phone', false],
  ]);
  expect(said('first name, surname, company (required) & a message')).toEqual([
    ['first_name', 'name.first', false],
    ['last_name', 'name.last', false],
    ['company', 'companyId', true],
    ['message', undefined, false],
  ]);
  expect(said('optional name; number of rooms, Größe')).toEqual([
    ['name', 'name', false],
    ['number_of_rooms', undefined, false],
    ['gro_e', undefined, false],
  ]);
});

it('finds a field by its name, and names those that there are when there is none', () => {
  const fields = fieldsIn('name, email, number of rooms');
  expect(fieldNamed(fields, 'the number of rooms field').name).toBe('number_of_rooms');
  expect(() => fieldNamed(fields, 'budget')).toThrow(
    /asks for Name, E-mail and Number of rooms \(optional\)/,
  );
});

it('takes benefits apart, and what is more to say of one', () => {
  expect(itemsOf('ready in a day; in your language: six of them, no contract')).toEqual([
    { title: 'Ready in a day' },
    { title: 'In your language', text: 'six of them' },
    { title: 'No contract' },
  ]);
});
