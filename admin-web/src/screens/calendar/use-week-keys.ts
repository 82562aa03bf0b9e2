import { useEffect, useRef } from 'react';
import { areLettersOn } from '../../shell/palette/letters.ts';
import { isTyping } from '../../shell/palette/use-shortcuts.ts';

interface Moves {
  onEarlier: () => void;
  onToday: () => void;
  onLater: () => void;
}

/** The arrows go a week back and ahead, T to this one; where somebody types they do what they always do. */
export function useWeekKeys(moves: Moves): void {
  const latest = useRef(moves);
  latest.current = moves;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || isTyping(event.target)) return;
      if (event.key === 'ArrowLeft') latest.current.onEarlier();
      else if (event.key === 'ArrowRight') latest.current.onLater();
      else if (event.key === 't' && areLettersOn()) latest.current.onToday();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
