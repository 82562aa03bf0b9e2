import { newId } from '@clianta/crm-core/entity/ids';
import { expect } from 'vitest';
import { apiTest as it } from '../../support/api-fixtures.ts';

it('a reply on a ticket goes the way of a reply in the chat: a note of the team, or the first answer', async ({
  sam,
  tom,
}) => {
  const { body: ticket } = await sam.call('POST', '/tickets', { subject: `Login fails ${newId()}` });
  const path = `/tickets/${ticket.id}/replies`;
  expect((await tom.call('POST', path, { text: 'Mine' })).status).toBe(403);
  expect((await sam.call('POST', path, { text: ' ' })).status).toBe(400);
  expect((await sam.call('POST', `/tickets/${newId()}/replies`, { text: 'Hello' })).status).toBe(404);
  const note = await sam.call('POST', path, { text: 'Logs are with Ben', kind: 'internal' });
  expect(note.status).toBe(201);
  expect(note.body.reply.text).toContain('the customer does not see it');
  const told = await sam.call('POST', path, { text: 'We are on it', kind: 'told' });
  expect(told.body.reply.text).toContain('counts as the first answer');
  const where = encodeURIComponent(
    JSON.stringify({ where: [{ field: 'ticketId', op: 'eq', value: ticket.id }] }),
  );
  const { records } = (await sam.call('GET', `/activities?filter=${where}`)).body;
  const kept = records.map(({ subject, isPublic }: Record<string, unknown>) => [subject, isPublic]);
  expect(kept).toEqual(
    expect.arrayContaining([
      ['Logs are with Ben', false],
      ['We are on it', true],
    ]),
  );
  expect((await sam.call('GET', `/tickets/${ticket.id}`)).body.firstAnsweredAt).toBeTruthy();
});
