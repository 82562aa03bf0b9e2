import { turnEventSchema, turnResultSchema } from '@clianta/agents/turn-event.schema';
import { describe, expect } from 'vitest';
import { apiTest as it } from '../../support/api-fixtures.ts';

describe('talking over HTTP', () => {
  it('answers as JSON in the documented form', async ({ sam }) => {
    const { status, body } = await sam.call('POST', '/agents/chat', {
      message: 'How many companies are in Technology?',
    });
    expect(status).toBe(200);
    const result = turnResultSchema.parse(body);
    expect(result.toolCalls[0]).toMatchObject({ agent: 'companyAgent', tool: 'search_companies' });
    expect(Object.keys(body.toolCalls[0]).sort()).toEqual(['agent', 'args', 'tool']);
    const turn = await sam.call('GET', `/agent-turns/${body.turnId}`);
    expect(turn.body.toolCalls[0]).toEqual({ ...body.toolCalls[0], ms: expect.any(Number) });
    expect(result.reply.text).toMatch(/\d+ companies/);
  });

  it('answers as JSON whoever does not ask for a stream', async ({ sam }) => {
    const answer = await sam.call('POST', '/agents/chat', { message: 'Hello' }, { Accept: 'text/html' });
    expect(answer.headers.get('content-type')).toContain('application/json');
  });

  it('streams turn events, with done as the last', async ({ sam }) => {
    const answer = await sam.call(
      'POST',
      '/agents/chat',
      { message: 'What closes this quarter?' },
      { Accept: 'text/event-stream' },
    );
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const events = String(answer.body)
      .split('\n\n')
      .filter(Boolean)
      .map((block) => turnEventSchema.parse(JSON.parse(block.split('\n')[1]?.slice('data: '.length) ?? '')));
    expect(events[0]?.type).toBe('status');
    expect(events.filter((event) => event.type === 'text').length).toBeGreaterThan(0);
    expect(events.at(-1)?.type).toBe('done');
  });

  it('goes on with a conversation, and does the same message once however often it is sent', async ({
    sam,
  }) => {
    const message = {
      message: 'Add Ida Onceler from Acme, ida@acme.example',
      clientMessageId: 'msg-00000001',
      thread: 'once',
    };
    const [first, second] = await Promise.all([
      sam.call('POST', '/agents/chat', message),
      sam.call('POST', '/agents/chat', {
        ...message,
        message: 'and who is she?',
        clientMessageId: 'msg-00000002',
      }),
    ]);
    expect(first.body.conversationId).toBe(second.body.conversationId);
    await sam.call('POST', '/agents/chat', message);
    expect((await sam.call('GET', '/contacts?search=Ida%20Onceler')).body.records).toHaveLength(1);
  });

  it('takes a decision on a proposal, once', async ({ sam }) => {
    const asked = await sam.call('POST', '/agents/chat', {
      message: 'Delete all contacts with status unqualified',
      thread: 'decide',
    });
    const approvalId = asked.body.approval.approvalId as string;
    const count = asked.body.approval.count as number;
    expect(count).toBeGreaterThan(5);
    const { conversationId } = asked.body;
    const done = await sam.call('POST', '/agents/chat', {
      decision: { approvalId, decision: 'approve' },
      conversationId,
    });
    expect(done.body.changes).toHaveLength(count);
    const again = await sam.call('POST', '/agents/chat', {
      decision: { approvalId, decision: 'approve' },
      conversationId,
    });
    expect(again.body.reply.text).toMatch(/already/);
    expect(again.body.changes).toEqual([]);
  });

  it('refuses what is empty, too long or neither message nor decision', async ({ sam }) => {
    const said = async (body: unknown) => (await sam.call('POST', '/agents/chat', body)).body.error?.message;
    expect(await said({ message: '   ' })).toMatch(/empty/);
    expect(await said({ message: 'x'.repeat(20_001) })).toMatch(/20,000/);
    expect(await said({})).toMatch(/needs one of message, decision and choice/);
    expect(await said({ message: 'hi', conversationId: 'aaaaaaaaaaaaaaaaaaaaaaaa' })).toMatch(
      /no conversation/,
    );
  });

  it('answers 20,000 characters of words in reasonable time and safely', async ({ sam }) => {
    const { body } = await sam.call('POST', '/agents/chat', {
      message: 'delete the big contact and '.repeat(740).slice(0, 20_000),
    });
    expect(body.changes).toEqual([]);
    expect(body.reply.text).not.toMatch(/went wrong/);
  });

  it("keeps one user's conversations from another", async ({ sam, tom }) => {
    const mine = await sam.call('POST', '/agents/chat', { message: 'What can you do?' });
    const { conversationId } = mine.body;
    expect((await tom.call('POST', '/agents/chat', { message: 'Undo that', conversationId })).status).toBe(
      404,
    );
    expect((await tom.call('GET', `/conversations/${conversationId}`)).status).toBe(404);
  });

  it('lets a viewer ask but not change', async ({ tom }) => {
    const asked = await tom.call('POST', '/agents/chat', { message: 'How many deals do we have?' });
    expect(asked.body.reply.text).toMatch(/90 deals/);
    const tried = await tom.call('POST', '/agents/chat', { message: 'Add Max Viewer from Acme' });
    expect(tried.body.changes).toEqual([]);
    expect(tried.body.reply.text).toMatch(/viewer.*may not create/);
  });
});
