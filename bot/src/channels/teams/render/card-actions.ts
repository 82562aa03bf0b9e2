import { clip } from '../../../channel-kit/clip.ts';
import type { Press } from '../teams.schema.ts';
import type { CardElement } from './card-elements.ts';

/** Longer words do not fit on a button. */
const MOST_ON_BUTTON = 44;

interface ButtonStyle {
  style?: 'positive' | 'destructive';
  /** Read aloud and shown beside the pointer, where the label had to be shortened. */
  tooltip?: string;
}

/** A button: Teams tells us of the press, and shows what we answer. */
export function button(label: string, press: Press, { style, tooltip }: ButtonStyle = {}): CardElement {
  const shown = clip(label, MOST_ON_BUTTON);
  const hint = tooltip ?? (shown === label ? undefined : label);
  return {
    type: 'Action.Execute',
    title: shown,
    verb: press.kind,
    data: press,
    ...(style && { style }),
    ...(hint && { tooltip: clip(hint, 200) }),
  };
}

/** Buttons below what they belong to; Teams shows six at most in a row. */
export function buttons(actions: readonly CardElement[]): CardElement[] {
  const rows: CardElement[] = [];
  for (let at = 0; at < actions.length; at += 6)
    rows.push({ type: 'ActionSet', actions: actions.slice(at, at + 6) });
  return rows;
}

/** The Undo button of a group of writes; none when they were taken back already. */
export function undoButton({
  undoGroupId: groupId,
  isUndone,
}: {
  undoGroupId?: string | undefined;
  isUndone?: boolean | undefined;
}): CardElement[] {
  if (groupId === undefined || isUndone || groupId.length > 2_000) return [];
  return buttons([button('Undo', { kind: 'undo', groupId })]);
}
