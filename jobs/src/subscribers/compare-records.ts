import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import {
  COMPARED_KINDS,
  compareRecord,
  FIND_DUPLICATES,
} from '@clianta/crm-core/intelligence/hygiene/compare-records';
import type { JobContext } from '../job.ts';

/** What records are compared by; other changes leave their pairs as they are. */
const COUNTS = new Set([
  'name',
  'email',
  'otherEmails',
  'phone',
  'otherPhones',
  'companyId',
  'domain',
  'otherDomains',
  'country',
  'parentId',
]);
/** A change of many is over when this long nothing more has come of it. */
const QUIET_MS = 5_000;

/** Compares a record that was made or changed with those it may be the same as; after a change of many all, once. */
export async function compareRecords({ crm }: JobContext, event: DomainEvent): Promise<void> {
  const { entity, workspaceId, recordId, type } = event;
  if (!COMPARED_KINDS.includes(entity)) return;
  const isWhole = /\.(created|deleted|restored)$/.test(type);
  const isCounted = type.endsWith('.updated') && Object.keys(event.after).some((name) => COUNTS.has(name));
  if (!isWhole && !isCounted) return;
  if (!event.isBulk) return compareRecord(crm, workspaceId, entity, recordId);
  const at = new Date(crm.now().getTime() + QUIET_MS);
  await crm.enqueue(FIND_DUPLICATES, { entity }, { workspaceId, key: entity, at });
}
