import { dueAfter, type Pause, workedMs } from '../sla-policy/business-hours.ts';
import { hoursOf, type Priority, type SlaRules, targetsOf } from '../sla-policy/sla-policy.schema.ts';

/** States in which nobody of the team can go on. */
const STANDING: ReadonlySet<string> = new Set(['waiting_customer', 'on_hold', 'resolved', 'closed']);

export const isOver = (status: string): boolean => status === 'resolved' || status === 'closed';

export interface Clocked {
  openedAt: Date;
  status: string;
  priority: Priority;
  pauses: readonly Pause[];
  firstAnsweredAt?: Date | null | undefined;
  resolvedAt?: Date | null | undefined;
}

/**
 * The stretches in which a ticket's clocks stood still, after its status became another. A ticket that is solved stands as
 * well, so that what is opened again goes on from where it was.
 */
export function pausesAfter(
  before: Pick<Clocked, 'status' | 'pauses'> | undefined,
  status: string,
  now: Date,
): Pause[] {
  const pauses = [...(before?.pauses ?? [])];
  const open = pauses.at(-1);
  const stands = STANDING.has(status);
  if (stands && (!open || open.to)) return [...pauses, { from: now }];
  if (!stands && open && !open.to) return [...pauses.slice(0, -1), { from: open.from, to: now }];
  return pauses;
}

export interface Due {
  /** Undefined while the ticket stands still. */
  firstDueAt?: Date | undefined;
  resolveDueAt?: Date | undefined;
}

/** When it is to be answered and solved, counted from its beginning: no change of priority or policy forgets a pause. */
export function dueOf(ticket: Clocked, rules: SlaRules, zone: string): Due {
  const { openedAt, priority, pauses } = ticket;
  const hours = hoursOf(rules, zone, openedAt);
  const { firstMs, solveMs } = targetsOf(rules, priority);
  // what is answered is measured by what was then
  const until = (at: Date | null | undefined) =>
    at
      ? pauses.filter(({ from }) => from < at).map(({ from, to }) => ({ from, to: to && to < at ? to : at }))
      : pauses;
  return {
    firstDueAt: dueAfter(openedAt, firstMs, until(ticket.firstAnsweredAt), hours),
    resolveDueAt: dueAfter(openedAt, solveMs, until(ticket.resolvedAt), hours),
  };
}

/** When three quarters of the time are over. */
export function warnAt(ticket: Clocked, rules: SlaRules, zone: string): Due {
  const hours = hoursOf(rules, zone, ticket.openedAt);
  const { firstMs, solveMs } = targetsOf(rules, ticket.priority);
  const at = (ms: number) => dueAfter(ticket.openedAt, ms * WARNING, ticket.pauses, hours);
  return { firstDueAt: at(firstMs), resolveDueAt: at(solveMs) };
}

const WARNING = 0.75;

/** Working time that was spent on it until an instant, in milliseconds. */
export function usedMs(ticket: Clocked, rules: SlaRules, zone: string, until: Date): number {
  return workedMs(ticket.openedAt, until, ticket.pauses, hoursOf(rules, zone, ticket.openedAt));
}
