import { DEMO_WORKSPACE, demoUserId, seedDemo } from '@clianta/crm-core/demo/seed-demo';
import { EvalWorld } from './eval-world.ts';

/** A Saturday, when the office hours of the demo's people are over; every date that is expected follows from it. */
const DEMO_NOW = new Date('2026-11-28T15:50:00Z');

/** The demo company on its day, on the clock of UTC; Sam speaks, who owns it. */
export async function openDemoWorld(): Promise<EvalWorld> {
  // before the demo asks where it is
  process.env.TZ = 'UTC';
  return EvalWorld.open({
    now: DEMO_NOW,
    async fill(crm) {
      await seedDemo(crm, { password: 'demo-password' });
      return { workspaceId: DEMO_WORKSPACE, userId: demoUserId('Sam Rivera') };
    },
  });
}
