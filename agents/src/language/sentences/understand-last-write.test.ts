import { describe, expect, it } from 'vitest';
import type { LastWrite } from '../language-context.ts';
import { aFocus, fixtureId } from '../testing/fixture-context.ts';
import { understood } from '../testing/render-command.ts';

const rollout = fixtureId('opportunity', 'Contoso rollout');
const jane = fixtureId('contact', 'Jane Doe');
const carlos = fixtureId('user', 'Carlos Vega');
const focus = [aFocus('contact', 'Jane Doe'), aFocus('opportunity', 'Contoso rollout')];

type Call = LastWrite['calls'][number];
const after = (text: string, call: Call, records: LastWrite['records'] = []) =>
  understood(text, {
    focus,
    lastWrite: async () => ({ turnId: 'T', message: 'what was said', calls: [call], records }),
  });

const amount: Call = { tool: 'update_deals', args: { deal: rollout, set: { amount: 60_000 } } };
const title: Call = { tool: 'update_contacts', args: { contact: jane, set: { jobTitle: 'CIO' } } };
const owner: Call = { tool: 'update_deals', args: { deal: rollout, set: { owner: carlos } } };
const raise: Call = {
  tool: 'update_deals',
  args: { deal: rollout, adjust: { field: 'amount', percent: 5 } },
};
const task: Call = {
  tool: 'update_tasks',
  args: { task: fixtureId('task', 'Send Contoso quote'), set: { due: '2026-03-17T10:30:00+01:00' } },
};
const close: Call = {
  tool: 'update_deals',
  args: { deal: rollout, set: { expectedClose: '2026-03-31T00:00:00+02:00' } },
};
const moved: Call = { tool: 'move_deal', args: { deal: rollout, stage: 'Proposal' } };

const undone = (command: string) => `generalAgent undo_last: groupId=T\n${command}`;
const set = (what: string) => undone(`dealAgent update_deals: deal=@Contoso rollout; set={${what}}`);

/** What was done, what is said of it, and what is done instead. */
const CORRECTIONS: ReadonlyArray<[done: Call, said: string, instead: string]> = [
  [amount, 'no wait, 45k was right', set('amount: 45000')],
  [amount, 'no, I meant 66k', set('amount: 66000')],
  [amount, 'not 60k, 66k', set('amount: 66000')],
  [amount, 'oops, should be 66k', set('amount: 66000')],
  [amount, 'sorry, 66k not 60k', set('amount: 66000')],
  [amount, "that's wrong, it's 66k", set('amount: 66000')],
  [raise, 'actually make it 8%', set('').replace('set={}', 'adjust={field: amount, percent: 8}')],
  [raise, 'no, 8 percent', set('').replace('set={}', 'adjust={field: amount, percent: 8}')],
  [owner, 'undo that and do it for Mia instead', set('owner: @Mia Schulz')],
  [owner, 'wrong person, I meant Mia', set('owner: @Mia Schulz')],
  [owner, 'no, to Mia', set('owner: @Mia Schulz')],
  [owner, 'Mia, not Carlos', set('owner: @Mia Schulz')],
  [
    title,
    'wrong one, I meant Priya Raman',
    undone('contactAgent update_contacts: contact=@Priya Raman; set={jobTitle: CIO}'),
  ],
  [
    title,
    'no, she is the CFO',
    undone('contactAgent update_contacts: contact=@Jane Doe; set={jobTitle: CFO}'),
  ],
  [
    task,
    'oops, Wednesday not Tuesday',
    undone('taskAgent update_tasks: task=@Send Contoso quote; set={due: 2026-03-11T10:30:00+01:00}'),
  ],
  [
    task,
    'no, at 11',
    undone('taskAgent update_tasks: task=@Send Contoso quote; set={due: 2026-03-17T11:00:00+01:00}'),
  ],
  [
    task,
    'sorry, not tomorrow, on monday',
    undone('taskAgent update_tasks: task=@Send Contoso quote; set={due: 2026-03-16T10:30:00+01:00}'),
  ],
  [close, 'I meant 15 April', set('expectedClose: 2026-04-15T00:00:00+02:00')],
  [moved, 'no, Negotiation', undone('dealAgent move_deal: deal=@Contoso rollout; stage=Negotiation')],
  [amount, 'no leave it, it was fine before', 'generalAgent undo_last'],
  [amount, 'put it back please', 'generalAgent undo_last'],
];

describe('what was done last, corrected', () => {
  it.each(CORRECTIONS)('%o, then “%s”', async (done, said, instead) => {
    expect(await after(said, done)).toBe(instead);
  });

  it('is asked about where it cannot be told what is meant', async () => {
    for (const said of ['no, I meant Friday', 'wrong one, I meant Zebulon Pike', "that's wrong", 'no, 5%'])
      expect(await after(said, amount)).toBe('unclear');
  });

  it('of what was created, changes that record', async () => {
    const made: Call = { tool: 'create_contact', args: { name: 'Nora Keller', jobTitle: 'CEO' } };
    const records = [{ entity: 'contact', id: 'n1', change: 'created' }];
    expect(await after("that's wrong, she is the CFO", made, records)).toBe(
      'contactAgent update_contacts: contact=n1; set={jobTitle: CFO}',
    );
    const reminder: Call = {
      tool: 'create_task',
      args: { title: 'Call Jane Doe', contact: jane, due: '2026-03-17T10:00:00+01:00' },
    };
    expect(
      await after('wrong person, I meant Bob Tanaka', reminder, [
        { entity: 'task', id: 't1', change: 'created' },
      ]),
    ).toBe('taskAgent update_tasks: task=t1; set={contact: @Bob Tanaka, title: Call Bob Tanaka}');
  });

  it('leaves what begins with a no and orders something', async () => {
    expect(await after('no, show me the open deals', amount)).toContain('search_deals');
    expect(await after('oops, delete Bob Tanaka', amount)).toContain('delete_contacts');
    expect(await after('thanks', amount)).toBe('small_talk');
  });
});
