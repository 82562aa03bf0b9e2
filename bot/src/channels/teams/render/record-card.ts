import type { RecordCard } from '@clianta/agents/reply.schema';
import { undoButton } from './card-actions.ts';
import { type CardElement, facts, paragraph, run, subtle, title } from './card-elements.ts';

/** Fields that stand open; the others fold. */
const MOST_OPEN = 10;

/** @param shown - how many of the fields, where not all fit */
export function renderRecord(card: RecordCard, shown = card.fields.length): CardElement[] {
  const { badge, subtitle, isUndone } = card;
  const fields = card.fields.slice(0, shown);
  const left = card.fields.length - fields.length;
  const about = [badge, subtitle].filter(Boolean).join(' · ');
  const rows = fields.map(
    ({ label, value, wasChanged }) =>
      [
        paragraph([run(label, { isSubtle: true })]),
        paragraph([run(value, { isBold: wasChanged === true }), ...(wasChanged ? [run(' ✎')] : [])]),
      ] as const,
  );
  const open = rows.slice(0, MOST_OPEN);
  const folded = rows.slice(MOST_OPEN);
  return [
    title(card.title, card.url),
    ...(about ? [subtle(isUndone ? `${about} · taken back` : about)] : []),
    ...(open.length > 0 ? [facts(open)] : []),
    ...fold(folded.length > 0 ? [facts(folded)] : [], `${folded.length} more fields`),
    ...(left > 0 ? [subtle(`… and ${left} more fields`)] : []),
    ...undoButton(card),
  ];
}

/** What a press on a button shows and hides again, without us. */
function fold(items: readonly CardElement[], label: string): CardElement[] {
  if (items.length === 0) return [];
  const id = 'folded';
  const toggle = { type: 'Action.ToggleVisibility', title: label, targetElements: [id] };
  return [
    { type: 'ActionSet', actions: [toggle] },
    { type: 'Container', id, isVisible: false, items },
  ];
}
