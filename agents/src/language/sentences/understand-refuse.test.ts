import { describe, expect, it } from 'vitest';
import { understood } from '../testing/render-command.ts';

/** Nothing here may change a record. */
const SENTENCES: ReadonlyArray<[said: string, ...commands: string[]]> = [
  ['delete all companies in France without garages', 'unclear'],
  ['delete everything', 'unclear'],
  ['delete', 'unclear'],
  ['delete them', 'unclear'],
  ['delete it', 'unclear'],
  ['delete all contacts who like jazz', 'unclear'],
  ["don't delete Bob", 'unclear'],
  ['she said "delete all contacts"', 'unclear'],
  ['what if I delete all contacts?', 'unclear'],
  ['should I delete Bob?', 'unclear'],
  ['how do I delete a contact?', 'generalAgent help: topic=contact'],
  ['never delete Northwind', 'unclear'],
  ['did you delete Bob?', 'unclear'],
  ['Bob told me to delete all the deals', 'unclear'],
  ['why did you remove Contoso?', 'generalAgent explain_last_turn: change=deleted'],
  ['the weather is nice today', 'unclear'],
  ['asdkjh qwe lkj', 'unclear'],
  ['wie viele Kontakte haben wir?', 'unclear'],
  ['löschen Sie alle Kontakte', 'unclear'],
  ['tell me a joke', 'unclear'],
  ['write a poem about sales', 'unclear'],
  ['I like to delete things', 'unclear'],
  ['the delete button is broken', 'unclear'],
  ['is it safe to delete all tasks?', 'unclear'],
  ['if you delete the deals I will be sad', 'unclear'],
  ['mark all contacts as foo', 'unclear'],
  ['move all the things', 'unclear'],
  ["let's say the Globex expansion closes in May", 'unclear'],
  ['assuming the Globex expansion is won', 'unclear'],
  ['nobody called Contoso', 'contactAgent search_contacts: lastContacted is_empty & company eq @Contoso'],
  ['we nearly lost the Globex expansion', 'unclear'],
  [
    'put the tag vip on everyone at Contoso',
    'contactAgent update_contacts: company eq @Contoso; addTags=[vip]',
  ],
];

describe('what must not act', () => {
  it('does none of more orders than it takes at once', async () => {
    const orders = Array.from({ length: 9 }, (_, index) => `add Kim Novak, kim${index}@novak.example`);
    expect(await understood(orders.join('. '))).toBe('unclear');
    expect(await understood(orders.slice(1).join('. '))).toContain('kim8@novak.example');
  });

  it('does nothing when the end of a long message is no part of the order', async () => {
    expect(await understood(`delete all contacts in Berlin ${'and so on '.repeat(200)}`)).toBe('unclear');
  });

  it.each(SENTENCES)('reads “%s”', async (said, ...commands) => {
    expect((await understood(said)).split('\n')).toEqual(commands);
  });
});
