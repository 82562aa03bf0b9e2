import type { ActionItem, Segment } from '@clianta/crm-core/crm/call-recording/call-recording.schema';
import { clockOf } from '@clianta/crm-core/crm/call-recording/transcript/transcript-text';
import type { TableCard } from '../../reply.schema.ts';
import type { ToolContext } from '../../tool.ts';
import { formatDate } from '../../tools/format.ts';

/** A call that can be spoken of: one that is kept, or what a file would be. */
export interface CallView {
  /** Absent: it is not kept yet. */
  id?: string;
  title: string;
  at: Date;
  segments: readonly Segment[];
  summary: ReadonlyArray<{ text: string; segment: number }>;
  actionItems: readonly ActionItem[];
  language?: string | undefined;
}

/** Where in the call it was said: its time, or which turn it was where the transcript has no times. */
function placeOf({ segments }: Pick<CallView, 'segments'>, at: number): string {
  const isTimed = segments.some(({ endMs }) => endMs > 0);
  return isTimed ? clockOf(segments[at]?.startMs ?? 0) : `turn ${at + 1}`;
}

/** Who said it, and where in the call. */
export const sourceOf = (call: Pick<CallView, 'segments'>, at: number): string =>
  `${call.segments[at]?.speaker ?? ''}, ${placeOf(call, at)}`;

/** Action items, numbered so that "the second" is one of them. */
export function itemsCard(call: CallView, context: ToolContext): TableCard {
  const { actionItems, title, id } = call;
  return {
    type: 'table',
    title: `Action items of ${title}`,
    columns: [
      { key: 'place', label: '#', align: 'right' },
      { key: 'what', label: 'What' },
      { key: 'who', label: 'Who' },
      { key: 'due', label: 'Due' },
      { key: 'said', label: 'Said' },
    ],
    rows: actionItems.map((item, at) => ({
      ...(id && { entity: 'callRecording', id }),
      cells: {
        place: String(at + 1),
        what: item.taskId ? `${item.text} (a task)` : item.text,
        who: item.owner ?? '—',
        due: item.dueAt ? formatDate(item.dueAt, context) : '—',
        said: sourceOf(call, item.segment),
      },
    })),
    count: actionItems.length,
  };
}
