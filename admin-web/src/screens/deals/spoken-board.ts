import { Accessibility, type Draggable, type Droppable } from '@dnd-kit/dom';

interface Dragging {
  operation: { source: Draggable | null; target: Droppable | null };
}

const nameOf = ({ operation: { source } }: Dragging) => String(source?.data.name || 'The deal');
const stageOf = ({ operation: { target } }: Dragging) => target?.data.stage as string | undefined;
/** The stage that was spoken last. */
let spoken: string | undefined;

/** What a screen reader says while a deal is dragged, with names in place of ids. */
export const spokenBoard = Accessibility.configure({
  announcements: {
    dragstart: (event: Dragging) => {
      spoken = undefined;
      return `${nameOf(event)} picked up.`;
    },
    dragover: (event: Dragging) => {
      const stage = stageOf(event);
      if (stage === undefined || stage === spoken) return;
      spoken = stage;
      return `${nameOf(event)} is over ${stage}.`;
    },
    dragend: (event: Dragging & { canceled: boolean }) => {
      const stage = spoken;
      return event.canceled || !stage ? 'Nothing is moved.' : `${nameOf(event)} dropped in ${stage}.`;
    },
  },
  screenReaderInstructions: {
    draggable:
      'Press Space to pick the deal up, the arrow keys to move it, Space to drop it, Escape to cancel. The list of stages on the card moves it too.',
  },
});
