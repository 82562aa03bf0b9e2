import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { PLACES } from '../places.ts';
import { areLettersOn } from './letters.ts';

/** A letter that begins a shortcut counts as long. */
const BEGUN_MS = 1_500;

/** Whether keys belong to what has the focus. */
export const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.closest('input, textarea, select, dialog, [contenteditable]') !== null;

/** The keys that work everywhere. */
export function useShortcuts({ onSearch, onHelp }: { onSearch: () => void; onHelp: () => void }): void {
  const navigate = useNavigate();
  const latest = useRef({ onSearch, onHelp });
  latest.current = { onSearch, onHelp };
  useEffect(() => {
    let begunAt = Number.NEGATIVE_INFINITY;
    const onKeyDown = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase();
      if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && key === 'k') {
        event.preventDefault();
        latest.current.onSearch();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !areLettersOn()) return;
      if (key === '?') {
        event.preventDefault();
        latest.current.onHelp();
        return;
      }
      const place = PLACES.find((one) => one.key === key);
      if (place && performance.now() - begunAt < BEGUN_MS) {
        event.preventDefault();
        navigate(place.to);
      }
      begunAt = key === 'g' ? performance.now() : Number.NEGATIVE_INFINITY;
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [navigate]);
}
