import { describe, expect, it } from 'vitest';
import { anApiServer, signedIn } from '../../support/api-server.ts';

describe('a restart', () => {
  it('keeps sessions, records, conversations and pending proposals, and goes on with queued messages', async () => {
    let own = await anApiServer();
    const before = await signedIn(own);
    const asked = await before.call('POST', '/agents/chat', {
      message: 'delete all contacts without an email',
      thread: 'r',
    });
    const { conversationId, approval } = asked.body;
    // a message that was stored but not worked on before the process ended
    await own.product.crm.store
      .model('chatMessage')
      .updateOne({ conversationId, author: 'user' }, { $set: { status: 'done' } });
    own = await own.restart();
    const after = { ...before, call: (await signedIn(own)).call };
    const done = await after.call('POST', '/agents/chat', {
      decision: { approvalId: approval.approvalId, decision: 'approve' },
      conversationId,
    });
    expect(done.body.changes).toHaveLength(approval.count);
    await own.stop();
  });
});
