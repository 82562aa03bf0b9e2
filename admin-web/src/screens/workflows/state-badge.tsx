import type { WorkflowJson } from './workflows-api.ts';

const SHOWN: Readonly<Record<WorkflowJson['status'], { label: string; kind: string }>> = {
  draft: { label: 'Draft', kind: '' },
  active: { label: 'On', kind: 'badge--positive' },
  paused: { label: 'Paused', kind: 'badge--warning' },
  archived: { label: 'Ended', kind: '' },
};

export function StateBadge({ status }: Pick<WorkflowJson, 'status'>) {
  const { label, kind } = SHOWN[status];
  return <span className={`badge ${kind}`}>{label}</span>;
}
