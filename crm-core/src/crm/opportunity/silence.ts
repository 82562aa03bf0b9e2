import type { OpportunityRecord } from './opportunity.schema.ts';

const DAY_MS = 86_400_000;

/** Days without any activity after which an open deal is stale, and at risk (specification). */
export const SILENT_DAYS = { stale: 7, risk: 30 } as const;

export interface Silence {
  /** When something last happened with the deal; else when it was made. */
  since: Date;
  /** Whole days. */
  days: number;
  /** Undefined: something has happened lately, or the deal is closed. */
  level: keyof typeof SILENT_DAYS | undefined;
}

/** For how long nothing has happened with a deal: the one rule by which it is stale. */
export function silenceOf(
  { status, lastActivityAt, createdAt }: Pick<OpportunityRecord, 'status' | 'lastActivityAt' | 'createdAt'>,
  now: Date,
): Silence {
  const since = lastActivityAt ?? createdAt;
  const days = Math.floor((now.getTime() - since.getTime()) / DAY_MS);
  const level = days >= SILENT_DAYS.risk ? 'risk' : days >= SILENT_DAYS.stale ? 'stale' : undefined;
  return { since, days, level: status === 'open' ? level : undefined };
}

/** Before this instant the last activity of a stale deal lies. */
export const staleBefore = (now: Date): Date => new Date(now.getTime() - SILENT_DAYS.stale * DAY_MS);
