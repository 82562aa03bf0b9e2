import { AIMemory, type AIMemoryRecord } from '@clianta/crm-core/conversations/ai-memory/ai-memory.schema';
import { consolidateMemories } from '@clianta/crm-core/conversations/ai-memory/consolidate-memories';
import type { JobContext } from '../job.ts';
import { tell } from '../tell.ts';
import type { ClockJob, Tick } from './clock-job.ts';
import { membersOf } from './members-of.ts';

/** Puts what is remembered in order at night; where only people can tell what is right, those who said it are asked once. */
export const tidyMemory: ClockJob = {
  name: 'memory',
  async run(context, tick) {
    const { superseded, expired, erased, asked } = await consolidateMemories(
      context.crm,
      tick.workspaceId,
      tick.slot,
    );
    for (const pair of asked) await ask(context, tick, pair);
    return `${superseded} superseded, ${expired} expired, ${erased} erased, ${asked.length} asked about`;
  },
};

async function ask(
  context: JobContext,
  { workspaceId }: Tick,
  [older, newer]: readonly [AIMemoryRecord, AIMemoryRecord],
): Promise<void> {
  const members = await membersOf(context.crm, workspaceId);
  const speakers = new Set([older.createdBy, newer.createdBy]);
  for (const { userId } of members.filter((one) => speakers.has(one.userId)))
    await tell(context, {
      workspaceId,
      userId,
      kind: 'report',
      key: `memory:${older.id}:${newer.id}`,
      title: `Two facts about ${newer.subjectTitle} contradict each other`,
      body: [
        `- ${older.fact} (${older.source})`,
        `- ${newer.fact} (${newer.source})`,
        `Say “what contradicts about ${newer.subjectTitle}?” and choose.`,
      ].join('\n'),
      because: 'You said one of them.',
      entity: AIMemory.name,
      recordId: newer.id,
      at: context.crm.now(),
    });
}
