import { Accessibility, type Draggable } from '@dnd-kit/dom';
import { isSortable } from '@dnd-kit/dom/sortable';

interface Sorting {
  operation: { source: Draggable | null };
}

const nameOf = (source: Draggable | null) => String(source?.data.name || 'The stage');
const indexOf = (source: Draggable | null) => (isSortable(source) ? source.index : undefined);
const placeOf = (source: Draggable | null) => {
  const index = indexOf(source);
  return index === undefined ? '' : ` at place ${index + 1}`;
};
/** The place that was spoken last: a stage that is picked up is at once over itself, which is no news. */
let spokenIndex: number | undefined;

/** What a screen reader says while stages are sorted, with names in place of ids. */
export const spokenSorting = Accessibility.configure({
  announcements: {
    dragstart: ({ operation: { source } }: Sorting) => {
      spokenIndex = indexOf(source);
      return `${nameOf(source)} picked up${placeOf(source)}.`;
    },
    dragover: ({ operation: { source } }: Sorting) => {
      if (indexOf(source) === spokenIndex) return;
      spokenIndex = indexOf(source);
      return `${nameOf(source)} is now${placeOf(source)}.`;
    },
    dragend: ({ canceled, operation: { source } }: Sorting & { canceled: boolean }) =>
      canceled ? `Sorting cancelled.` : `${nameOf(source)} dropped${placeOf(source)}.`,
  },
  screenReaderInstructions: {
    draggable:
      'Press Space to pick the stage up, the arrow keys to move it, Space to drop it, Escape to cancel.',
  },
});
