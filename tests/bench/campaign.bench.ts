import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MailProvider } from '@clianta/bot/outbox/mail-provider';
import { sendMailJob } from '@clianta/bot/outbox/send-mail.job';
import { CrmCore } from '@clianta/crm-core/crm-core';
import { openDatabase } from '@clianta/crm-core/database';
import { newId } from '@clianta/crm-core/entity/ids';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { countRows } from '@clianta/crm-core/marketing/campaign/campaign-rows';
import { previewCampaign } from '@clianta/crm-core/marketing/campaign/preview-campaign';
import { startWorker } from '@clianta/crm-core/work/start-worker';
import { createFirstWorkspace } from '@clianta/crm-core/workspace/create-workspace';
import { campaignRuns, people, readyForMarketing } from '../support/campaign-runs.ts';

const PEOPLE = Number(process.env.BENCH_PEOPLE ?? 2_000);
/** Of all sizes: what 100,000 in 15 minutes are. */
const AIM_PER_SEC = 111;
const ROUND_MS = 200;

/** A campaign to many, from its preview to the last mail, into a mail server that takes everything at once. */
export async function run({ json }: { json: boolean }): Promise<Record<string, number>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'clianta-bench-'));
  const database = await openDatabase({ dataDir });
  const arrived = new Map<string, number>();
  const crm = new CrmCore({ connection: database.connection });
  const worker = await startWorker(crm, {
    lane: 'channels',
    jobs: [sendMailJob(aSink(arrived), async () => [])],
    context: { crm },
    sweepEveryMs: 100,
  });
  try {
    await crm.store.ensureIndexes();
    const { workspaceId, userId } = await createFirstWorkspace(crm, {
      workspaceName: 'Bench',
      name: 'Sam',
      email: 'sam@own-firm.example',
      password: newId(),
    });
    const system = systemScope(workspaceId);
    const scope = { ...system, actor: { type: 'user' as const, id: userId, name: 'Sam' } };
    const home = { workspaceId, scope, system } as never;
    const db = { crm } as never;
    await readyForMarketing(db, home);
    await people(db, home, PEOPLE);
    const runs = campaignRuns(db, home);
    const draft = await runs.draft();
    const before = process.memoryUsage().rss;
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss);
    }, 200);
    const previewSeconds = await secondsOf(() => previewCampaign(crm, scope, draft));
    let campaign = draft;
    const startSeconds = await secondsOf(async () => {
      campaign = await runs.approve(draft);
      await runs.start(campaign);
    });
    const sendSeconds = await secondsOf(async () => {
      for (;;) {
        await runs.round(campaign);
        if ((await runs.read(campaign)).status === 'finished') return;
        await sleep(ROUND_MS);
      }
    });
    clearInterval(watch);
    const { sent } = await countRows(crm, workspaceId, campaign.id);
    const figures = {
      people: PEOPLE,
      previewSeconds,
      startSeconds,
      sendSeconds,
      perSec: Math.round(sent / sendSeconds),
      missing: PEOPLE - arrived.size,
      twice: [...arrived.values()].filter((count) => count > 1).length,
      extraMb: Math.round((most - before) / 1_048_576),
    };
    if (!json)
      console.table({
        [`preview for ${PEOPLE.toLocaleString('en')} people, s`]: { value: previewSeconds, aim: 3 },
        'from the approval to the first mail, s': { value: startSeconds, aim: '' },
        'all mails sent, s': { value: sendSeconds, aim: '' },
        'mails a second': { value: figures.perSec, aim: AIM_PER_SEC },
        'people who got none': { value: figures.missing, aim: 0 },
        'people who got two': { value: figures.twice, aim: 0 },
        'more memory at most, MB': { value: figures.extraMb, aim: 150 },
      });
    return figures;
  } finally {
    await worker.stop();
    await database.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Takes every mail at once, and knows who got how many. */
const aSink = (arrived: Map<string, number>): MailProvider => ({
  async send(_account, { envelope: { to } }, { onTransmit }) {
    await onTransmit();
    for (const address of to) arrived.set(address, (arrived.get(address) ?? 0) + 1);
    return { kind: 'sent', response: '250 OK', refused: [] };
  },
  check: async () => undefined,
  limits: () => ({ perMinute: 1_000_000, perDay: 10_000_000 }),
  close() {},
});

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return Number(((performance.now() - start) / 1_000).toFixed(1));
}
