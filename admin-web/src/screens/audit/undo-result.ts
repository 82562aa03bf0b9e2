import { request } from '../../api/request.ts';

interface UndoAnswer {
  groupId: string;
  reverted: { entity: string; id: string; title: string; change: string }[];
  kept: { entity: string; id: string; title: string; reason: string }[];
}

export const postUndo = (workspaceId: string, groupId: string): Promise<UndoAnswer> =>
  request(`/api/workspaces/${encodeURIComponent(workspaceId)}/undo`, { method: 'POST', body: { groupId } });

/** What came of an undo, in a sentence or two; the reasons of what stayed are given for the first three. */
export function undoText({ reverted, kept }: Pick<UndoAnswer, 'reverted' | 'kept'>): string {
  const [first] = reverted;
  const done = !first
    ? 'Nothing was undone.'
    : reverted.length === 1
      ? `Undone: ${first.title}.`
      : `Undone: ${reverted.length} changes.`;
  if (kept.length === 0) return done;
  const reasons = kept.slice(0, 3).map((one) => `${one.title} (${one.reason})`);
  const more = kept.length > reasons.length ? ` and ${kept.length - reasons.length} more` : '';
  return `${done} Left as it is: ${reasons.join(', ')}${more}.`;
}
