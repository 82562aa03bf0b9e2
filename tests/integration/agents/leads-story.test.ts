import { Readable } from 'node:stream';
import type { TurnResult } from '@clianta/agents/turn-event.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Import } from '@clianta/crm-core/imports/import/import.schema';
import { runImport } from '@clianta/crm-core/imports/run/run-import';
import { compareAll } from '@clianta/crm-core/intelligence/hygiene/compare-records';
import { rescoreAll } from '@clianta/crm-core/intelligence/scoring/rescore';
import { expect } from 'vitest';
import { fiveHundredLeads, mendedRows, ROWS } from '../../support/five-hundred-leads.ts';
import { crmTest as it } from '../../support/fixtures.ts';

const approvalOf = ({ reply }: TurnResult) => {
  const card = reply.cards.find(({ type }) => type === 'approval');
  if (card?.type !== 'approval') throw new Error(`no proposal: ${reply.text}`);
  return card;
};

it('a person brings five hundred leads in, mends rows, asks for the best, merges doubles, gives some away and undoes it', async ({
  db: { crm },
  home,
  sam,
}) => {
  const { workspaceId, scope } = home;
  const lena = await home.member('Lena Schmidt');
  const contacts = crm.records(Contact);
  const attach = (name: string, text: string) =>
    crm.files.save(scope, { name, stream: Readable.from([Buffer.from(text)]) });
  const goes = async () => {
    const card = approvalOf(await sam.say('go'));
    await sam.decide(card.approvalId, 'approve', card.typedCount ? { typedCount: card.typedCount } : {});
    const [record] = (await crm.records(Import).find(scope, { sort: '-createdAt', limit: 1 })).records;
    await runImport(crm, workspaceId, record?.id ?? '', new AbortController().signal);
    return crm.records(Import).get(scope, record?.id ?? '');
  };
  await attach('leads.csv', fiveHundredLeads());
  await sam.say('import this');
  const first = await goes();
  expect(first.counts).toMatchObject({ created: 490, failed: 10 });
  // what was refused comes back as a file, which is mended and imported like any other
  const errors = await crm.files.open(scope, first.errorFileId ?? '');
  const parts: Buffer[] = [];
  for await (const part of errors.stream) parts.push(Buffer.from(part));
  const text = mendedRows(Buffer.concat(parts).toString('utf8'));
  await attach('mended.csv', text);
  await sam.say('import this');
  expect((await goes()).counts).toMatchObject({ created: 10, failed: 0 });
  expect(await contacts.count(scope)).toBe(ROWS);

  await rescoreAll(crm, workspaceId);
  const best = await sam.say('who are the best ones and why?');
  expect(best.toolCalls.map(({ tool }) => tool)).toEqual(['list_leads']);
  const table = best.reply.cards.find(({ type }) => type === 'table');
  const first20 = table?.type === 'table' ? table.rows.map(({ cells }) => cells.name) : [];
  const why = await sam.say(`Why is ${first20[0]} an F?`);
  expect(why.reply.text).toMatch(/has \d+ points of 100/);

  await compareAll(crm, workspaceId, 'contact', new AbortController().signal);
  expect((await sam.say('find duplicate contacts')).reply.text).toContain('20 contacts look like duplicates');
  const merge = approvalOf(await sam.say('merge them'));
  await sam.decide(merge.approvalId, 'approve', merge.typedCount ? { typedCount: merge.typedCount } : {});
  expect(await contacts.count(scope)).toBe(ROWS - 10);

  const give = approvalOf(await sam.say('give the contacts called Ada to Lena'));
  await sam.decide(give.approvalId, 'approve', give.typedCount ? { typedCount: give.typedCount } : {});
  const hers = () => contacts.count(scope, { where: [{ field: 'ownerId', op: 'eq', value: lena.actor.id }] });
  expect(await hers()).toBeGreaterThan(0);
  await sam.say('undo that');
  expect(await hers()).toBe(0);
});
