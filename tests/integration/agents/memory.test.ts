import { AIMemory } from '@clianta/crm-core/conversations/ai-memory/ai-memory.schema';
import { Notice } from '@clianta/crm-core/conversations/notice/notice.schema';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { undoGroup } from '@clianta/crm-core/entity/undo';
import { UserAction } from '@clianta/crm-core/tracking/user-action/user-action.schema';
import { tidyMemory } from '@clianta/jobs/clock/tidy-memory';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aContact, type TestDatabase, type TestWorkspace } from '../../support/test-crm.ts';

const START = new Date('2026-03-02T09:00:00Z');
const DAY_MS = 86_400_000;
let now = START;
const it = crmTest.extend('crmOptions', { scope: 'file' }, { now: () => now });
it.beforeEach(() => {
  now = START;
});

type Home = { db: TestDatabase; home: TestWorkspace };

/** Facts about Jane, each a minute after the other. */
async function jane({ db: { crm }, home }: Home) {
  const { id: subjectId } = await aContact(crm, home.scope, { name: 'Jane Doe' });
  return (fact: string, by: Scope = home.scope, values: object = {}) => {
    now = new Date(now.getTime() + 60_000);
    const about = { subjectEntity: 'contact', subjectId, subjectTitle: 'Jane Doe', source: 'a test' };
    return crm.records(AIMemory).create(by, { fact, ...about, ...values });
  };
}
const tidy = ({ db: { crm }, home: { workspaceId } }: Home, slot: string) =>
  tidyMemory.run({ crm, notify: async () => {} }, { workspaceId, timeZone: 'UTC', slot });
const stateOf = async ({ db: { crm }, home }: Home) =>
  Object.fromEntries(
    (await crm.records(AIMemory).find(home.scope, { sort: 'createdAt' })).records.map(({ fact, status }) => [
      fact,
      status,
    ]),
  );

describe('the order of the memory at night', () => {
  it('makes one fact of two that say the same, and the newer one that the same person said supersedes; both are kept', async ({
    db,
    home,
  }) => {
    const here = { db, home };
    const says = await jane(here);
    const old = await says('Jane prefers mornings');
    await says('Jane Doe prefers the mornings');
    const right = await says('Jane prefers afternoons');
    await says('Jane likes golf');
    await tidy(here, '2026-03-03');
    await tidy(here, '2026-03-03');
    expect(await stateOf(here)).toEqual({
      'Jane prefers mornings': 'superseded',
      'Jane Doe prefers the mornings': 'superseded',
      'Jane prefers afternoons': 'active',
      'Jane likes golf': 'active',
    });
    const { records } = await db.crm.records(UserAction).find(home.scope, {
      where: [{ field: 'recordId', op: 'eq', value: old.id }],
    });
    // a run that comes again writes nothing again
    expect(records.map(({ change }) => change).sort()).toEqual(['created', 'updated']);
    const group = records.find(({ change }) => change === 'updated')?.groupId ?? '';
    await undoGroup(db.crm, home.scope, group, now);
    expect((await stateOf(here))['Jane prefers mornings']).toBe('active');
    expect((await db.crm.records(AIMemory).get(home.scope, right.id)).status).toBe('active');
  });

  it('asks those who said it where two people differ or a fact is pinned, and changes nothing', async ({
    db,
    home,
  }) => {
    const here = { db, home };
    const says = await jane(here);
    const lena = await home.member('Lena Fox');
    await says('Jane lives in Oslo');
    await says('Jane lives in Bergen', lena);
    await says("Jane's budget is 10k", home.scope, { isPinned: true });
    await says("Jane's budget is 20k");
    for (const slot of ['2026-03-03', '2026-03-04']) await tidy(here, slot);
    expect(new Set(Object.values(await stateOf(here)))).toEqual(new Set(['active']));
    const told = async (scope: Scope) =>
      (await db.crm.records(Notice).find({ ...scope, actor: scope.actor })).records.map(({ title }) => title);
    expect(await told(lena)).toEqual(['Two facts about Jane Doe contradict each other']);
    expect(await told(home.scope)).toHaveLength(2);
  });

  it('lets inferred facts fade, expire and go, and keeps what was said', async ({ db, home }) => {
    const here = { db, home };
    const says = await jane(here);
    const inferred = await says('Jane decides alone', home.scope, { isSaid: false, confidence: 0.6 });
    await says('Jane is left-handed');
    now = new Date(START.getTime() + 280 * DAY_MS);
    await tidy(here, 'a');
    expect(Object.values(await stateOf(here))).toEqual(['active', 'active']);
    now = new Date(START.getTime() + 290 * DAY_MS);
    await tidy(here, 'b');
    expect(await stateOf(here)).toEqual({ 'Jane decides alone': 'expired', 'Jane is left-handed': 'active' });
    now = new Date(START.getTime() + 321 * DAY_MS);
    await tidy(here, 'c');
    expect(Object.keys(await stateOf(here))).toEqual(['Jane is left-handed']);
    expect(
      (await db.crm.records(AIMemory).get(home.scope, inferred.id, { withDeleted: true })).isDeleted,
    ).toBe(true);
  });
});

describe('what contradicts', () => {
  it('is shown, and settled by a choice or in words; forgetting takes what was replaced along', async ({
    db,
    home,
    sam,
  }) => {
    const here = { db, home };
    const says = await jane(here);
    await says('Jane likes golf');
    await says("Jane doesn't like golf", await home.member('Lena Fox'));
    await says('Jane lives in Oslo');
    await says('Jane lives in Bergen');
    const { reply } = await sam.say('What contradicts about Jane?');
    expect(reply.text).toContain('2 pairs of facts about **Jane Doe** contradict');
    expect(reply.text).toMatch(/Jane likes golf.*\n\s+but: Jane doesn't like golf/);
    const question = reply.cards.find(({ type }) => type === 'choice');
    expect(question).toMatchObject({
      options: [{ label: "Jane doesn't like golf" }, { label: 'Jane likes golf' }, { label: 'Both' }],
    });
    expect((await sam.say('Jane likes golf')).reply.text).toContain('Settled: Jane likes golf.');
    expect((await sam.say('keep the fact that Jane lives in Bergen')).reply.text).toContain(
      'I keep “Jane lives in Oslo” only as what was thought before.',
    );
    expect((await sam.say('What contradicts about Jane?')).reply.text).toContain('Nothing that I remember');
    const known = (await sam.say('What do you know about Jane?')).reply.text;
    expect(known).toContain('Jane lives in Bergen');
    expect(known).not.toContain('Oslo');
  });
});
