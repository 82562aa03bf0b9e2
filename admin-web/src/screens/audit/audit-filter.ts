import type { Condition } from '@clianta/crm-core/entity/filter.schema';

export interface AuditFilter {
  /** Words of the record's name. */
  text: string;
  who: string;
  entity: string;
  change: string;
  channel: string;
  /** Days: `2026-11-30`, both included. */
  from: string;
  until: string;
  /** What one request did. */
  request: string;
  /** Also what Clianta wrote by itself, such as the timeline entry of a change. */
  hasSystem: boolean;
}

export const NO_FILTER: AuditFilter = {
  text: '',
  who: '',
  entity: '',
  change: '',
  channel: '',
  from: '',
  until: '',
  request: '',
  hasSystem: false,
};

/** Whether anything is left out that is not left out by itself. */
export const isNarrowed = ({ hasSystem: _, ...chosen }: AuditFilter): boolean =>
  Object.values(chosen).some((value) => value !== '');

/** The creator of an audit entry is the person who made the change. Days are those of the reader's clock. */
export function conditionsOf(filter: AuditFilter): Condition[] {
  const { who, entity, change, channel, request, from, until } = filter;
  const text = filter.text.trim();
  const fields = { createdBy: who, entity, change, channel, groupId: request };
  return [
    ...Object.entries(fields)
      .filter(([, value]) => value)
      .map(([field, value]): Condition => ({ field, op: 'eq', value })),
    ...(text ? [{ field: 'recordTitle', op: 'contains' as const, value: text }] : []),
    ...(from ? [{ field: 'at', op: 'gte' as const, value: from }] : []),
    ...(until ? [{ field: 'at', op: 'lt' as const, value: dayAfter(until) }] : []),
    ...(filter.hasSystem || channel ? [] : [{ field: 'channel', op: 'ne' as const, value: 'job' }]),
  ];
}

function dayAfter(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + 1);
  return at.toISOString().slice(0, 10);
}
