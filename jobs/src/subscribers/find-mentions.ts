import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { Competitor } from '@clianta/crm-core/intelligence/competitor/competitor.schema';
import { SCAN_MENTIONS } from '@clianta/crm-core/intelligence/competitor/scan-mentions';
import type { JobContext } from '../job.ts';

/** What a competitor is known by: with another one it is looked for anew. */
const KNOWN_BY = ['name', 'aliases', 'domain'];
/** What is said in an entry. */
const SAID = ['subject', 'body'];

/** Has new entries looked through for competitors, and all entries for a competitor that is new or has another name. */
export async function findMentions({ crm }: JobContext, event: DomainEvent): Promise<void> {
  const { entity, type, recordId, workspaceId, after } = event;
  if (!/\.(created|updated|restored)$/.test(type)) return;
  const isOf = (names: readonly string[]) =>
    type.endsWith('.restored') || names.some((name) => after[name] !== undefined);
  if (entity === Competitor.name && isOf(KNOWN_BY))
    await crm.enqueue(SCAN_MENTIONS, { competitorId: recordId }, { workspaceId, key: `for ${event.id}` });
  if (entity !== Activity.name || after.type === 'change' || !isOf(SAID)) return;
  const { cached } = await crm.facts(workspaceId);
  if (cached.get(Competitor.name)?.length === 0) return;
  await crm.enqueue(SCAN_MENTIONS, { activityId: recordId }, { workspaceId, key: event.id });
}
