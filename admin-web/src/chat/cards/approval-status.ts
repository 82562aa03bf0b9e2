import type { ApprovalCard } from '@clianta/agents/reply.schema';

const LABELS = {
  pending: 'Needs your decision',
  approved: 'Approved, in progress',
  rejected: 'Rejected',
  superseded: 'Replaced by a newer request',
  expired: 'Expired',
  executed: 'Approved and done',
  partly: 'Done in part',
  failed: 'Approved, but nothing was done',
  undone: 'Undone',
} as const satisfies Record<ApprovalCard['status'], string>;

const KINDS = {
  pending: 'warning',
  approved: 'accent',
  rejected: 'plain',
  superseded: 'plain',
  expired: 'plain',
  executed: 'positive',
  partly: 'warning',
  failed: 'danger',
  undone: 'plain',
} as const satisfies Record<ApprovalCard['status'], string>;

export interface ApprovalStatus {
  status: ApprovalCard['status'];
  label: string;
  kind: string;
}

/** A proposal whose time is up is expired even before the server says so. */
export function approvalStatus(card: ApprovalCard, now: Date): ApprovalStatus {
  const isOver = card.status === 'pending' && now.getTime() >= Date.parse(card.expiresAt);
  const status = isOver ? 'expired' : card.status;
  return { status, label: LABELS[status], kind: KINDS[status] };
}

/** "Expires in 14 min", for a pending proposal. */
export function expiryText(expiresAt: string, now: Date): string {
  const minutes = Math.max(1, Math.ceil((Date.parse(expiresAt) - now.getTime()) / 60_000));
  if (minutes < 60) return `Expires in ${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `Expires in ${hours} h` : `Expires in ${Math.round(hours / 24)} days`;
}

/** Above 100 records the person types the number, so that nobody approves by habit. */
export function isCountTyped(card: ApprovalCard, typed: string): boolean {
  return card.typedCount === undefined || Number(typed.replace(/[\s,.']/g, '')) === card.typedCount;
}
