import { describe, expect, it } from 'vitest';
import { understood } from '../testing/render-command.ts';

/** Deletes exactly what is named. */
const SENTENCES: ReadonlyArray<[said: string, ...commands: string[]]> = [
  ['Delete all contacts without an e-mail', 'contactAgent delete_contacts: email is_empty'],
  ['delete Bob Tanaka', 'contactAgent delete_contacts: contact=@Bob Tanaka'],
  ['remove the Wingtip upgrade', 'dealAgent delete_deals: deal=@Wingtip upgrade'],
  ['delete all lost deals older than 2 years', 'dealAgent delete_deals: status eq lost & created lt now-2y'],
  ['delete contacts tagged spam', 'contactAgent delete_contacts: tags eq spam'],
  ['delete all contacts', 'contactAgent delete_contacts: all=true'],
  ['delete all deals except those owned by me', 'dealAgent delete_deals: owner ne me'],
  [
    'can you remove all contacts in Berlin without a phone?',
    'contactAgent delete_contacts: city eq Berlin & phone is_empty',
  ],
  ['please get rid of the Litware pilot', 'dealAgent delete_deals: deal=@Litware pilot'],
];

describe('deletions with a clear object', () => {
  it.each(SENTENCES)('reads “%s”', async (said, ...commands) => {
    expect((await understood(said)).split('\n')).toEqual(commands);
  });
});
