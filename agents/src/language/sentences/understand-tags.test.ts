import { describe, expect, it } from 'vitest';
import { aFocus } from '../testing/fixture-context.ts';
import { understood } from '../testing/render-command.ts';

/** Tags are added to those there are and taken off one by one; "all" is said, not a filter that everything passes. */
const SENTENCES: ReadonlyArray<[said: string, command: string]> = [
  ['tag Jane Doe as vip', 'contactAgent update_contacts: contact=@Jane Doe; addTags=[vip]'],
  [
    'add the tag newsletter to all contacts at Northwind',
    'contactAgent update_contacts: company eq @Northwind; addTags=[newsletter]',
  ],
  [
    'remove the tag vip from Bob Tanaka',
    'contactAgent update_contacts: contact=@Bob Tanaka; removeTags=[vip]',
  ],
  ['untag Bob Tanaka vip', 'contactAgent update_contacts: contact=@Bob Tanaka; removeTags=[vip]'],
  ['take the tag vip off Bob Tanaka', 'contactAgent update_contacts: contact=@Bob Tanaka; removeTags=[vip]'],
  [
    'remove the tags vip and west from all companies in Berlin',
    'companyAgent update_companies: city eq Berlin & tags in [vip, west]; removeTags=[vip, west]',
  ],
  [
    'delete the tag "key account" from Contoso',
    'companyAgent update_companies: company=@Contoso; removeTags=[key account]',
  ],
  [
    'add the tag renewal to the Litware pilot',
    'dealAgent update_deals: deal=@Litware pilot; addTags=[renewal]',
  ],
  ['untag all deals tagged stale', 'unclear'],
  ['remove the tag stale from all deals', 'dealAgent update_deals: tags eq stale; removeTags=[stale]'],
  [
    'remove the vip tag from Bob Tanaka',
    'contactAgent update_contacts: contact=@Bob Tanaka; removeTags=[vip]',
  ],
  ['add vip to the tags of Bob Tanaka', 'contactAgent update_contacts: contact=@Bob Tanaka; addTags=[vip]'],
  ['remove all tags from Bob Tanaka', 'contactAgent update_contacts: contact=@Bob Tanaka; set={tags: null}'],
  [
    "set Bob Tanaka's tags to vip and west",
    'contactAgent update_contacts: contact=@Bob Tanaka; set={tags: [vip, west]}',
  ],
  ['tag all contacts as newsletter', 'contactAgent update_contacts: all=true; addTags=[newsletter]'],
  ['assign all deals to Mia', 'dealAgent update_deals: all=true; set={owner: @Mia Schulz}'],
  [
    'set the status of all companies to customer',
    'companyAgent update_companies: all=true; set={status: customer}',
  ],
  ['complete all tasks', 'taskAgent complete_tasks: status ne completed'],
  ['delete all contacts', 'contactAgent delete_contacts: all=true'],
];

describe('tags, and all records', () => {
  it.each(SENTENCES)('reads “%s”', async (said, command) => {
    expect(await understood(said, { focus: [aFocus('opportunity', 'Litware pilot')] })).toBe(command);
  });

  it('takes "them" after a list of everything as everything', async () => {
    expect(await understood('delete them', { lastList: { entity: 'contact' } })).toBe(
      'contactAgent delete_contacts: all=true',
    );
  });
});
