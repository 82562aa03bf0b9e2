import { DEMO_WORKSPACE, seedDemo } from '@clianta/crm-core/demo/seed-demo';
import { LifecycleHistory } from '@clianta/crm-core/intelligence/lifecycle-history/lifecycle-history.schema';
import { advanceLeads } from '@clianta/jobs/clock/advance-leads';
import { expect, it } from 'vitest';
import { openOwnDatabase } from '../../support/own-database.ts';

it('the clock finds the leads of the demo company where they have come to, and moves none', async () => {
  const { crm, close } = await openOwnDatabase();
  try {
    await seedDemo(crm);
    const tick = { workspaceId: DEMO_WORKSPACE, timeZone: 'UTC', slot: '' };
    expect(await advanceLeads.run({ crm, notify: () => {} }, tick)).toMatch(/^[1-9]\d* looked at$/);
    expect(await crm.store.model(LifecycleHistory).countDocuments({ workspaceId: DEMO_WORKSPACE })).toBe(0);
  } finally {
    await close();
  }
});
