import { Accessibility, type Draggable } from '@dnd-kit/dom';

interface Dragging {
  operation: { source: Draggable | null };
}

/** What a screen reader says as a deal is picked up or put back; where it is held, the board says itself. */
export const spokenBoard = Accessibility.configure({
  announcements: {
    dragstart: ({ operation: { source } }: Dragging) =>
      `${String(source?.data.name || 'The deal')} picked up.`,
    dragover: () => undefined,
    dragend: ({ canceled }: Dragging & { canceled: boolean }) => (canceled ? 'Nothing is moved.' : undefined),
  },
  screenReaderInstructions: {
    draggable:
      'Press Space to pick the deal up, the arrow keys to move it, Space to drop it, Escape to cancel. The list of stages on the card moves it too.',
  },
});
