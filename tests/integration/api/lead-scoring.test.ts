import { describe, expect } from 'vitest';
import { apiTest as it } from '../../support/api-fixtures.ts';

describe('the rules of lead scoring over HTTP', () => {
  it('are told, and what others would do is worked out without writing anything', async ({ sam }) => {
    const { body } = await sam.call('GET', '/lead-scoring');
    expect(body.rules).toMatchObject({ demoRequest: 50, gradeA: 80 });
    const preview = await sam.call('POST', '/lead-scoring/preview', { rules: { gradeA: 70 } });
    expect(preview.status).toBe(200);
    expect(preview.body.moved).toBeGreaterThan(0);
    const isSum = preview.body.moves.reduce((sum: number, { count }: { count: number }) => sum + count, 0);
    expect(isSum).toBe(preview.body.moved);
    // nobody else is a better customer than before
    const none = await sam.call('POST', '/lead-scoring/preview', { profile: {} });
    expect(none.body).toMatchObject({ moved: 0, moves: [], counted: preview.body.counted });
    expect((await sam.call('GET', '/lead-scoring')).body.rules).toMatchObject({ gradeA: 80 });
    const wrong = await sam.call('POST', '/lead-scoring/preview', { rules: { gradeZ: 1 } });
    expect([wrong.status, wrong.body.error.code]).toEqual([400, 'invalid']);
  });
});
