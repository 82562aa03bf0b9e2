import type { KeyboardEvent } from 'react';
import { type Direction, nextCard } from './next-card.ts';

/** What of a card the arrows go from, and to in the next one; the list of stages keeps them for itself. */
const STOPS = ['.deal__grip', '.deal__head a'];

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Home: 'first',
  End: 'last',
};
const MIRRORED: Readonly<Record<string, Direction>> = {
  ...DIRECTIONS,
  ArrowLeft: 'right',
  ArrowRight: 'left',
};

/** On a board the arrows take the focus from deal to deal, as long as none is carried: a key that carries is prevented. */
export function onBoardKeys(event: KeyboardEvent<HTMLElement>): void {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const { currentTarget: from } = event;
  const [board, card] = [from.closest('.board'), from.closest('.deal')];
  const stop = STOPS.find((selector) => from.matches(selector));
  const isRightToLeft = getComputedStyle(from).direction === 'rtl';
  const direction = (isRightToLeft ? MIRRORED : DIRECTIONS)[event.key];
  if (!board || !card || !stop || !direction) return;
  event.preventDefault();
  const columns = [...board.children].map((column) => [...column.querySelectorAll('.deal')]);
  nextCard(columns, card, direction)?.querySelector<HTMLElement>(stop)?.focus();
}
