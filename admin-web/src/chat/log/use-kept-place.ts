import { type RefObject, useLayoutEffect, useRef } from 'react';

/** What is looked at stays where it is on the screen when messages come in above it. */
export function useKeptPlace(scroll: RefObject<HTMLElement | null>, oldestId: string | undefined): void {
  const noted = useRef<{ id: string | undefined; element: Element; offset: number }>(undefined);
  // after every change, before it is painted
  useLayoutEffect(() => {
    const box = scroll.current;
    if (!box) return;
    const before = noted.current;
    if (before && before.id !== oldestId && before.element.isConnected)
      box.scrollTop += offsetIn(box, before.element) - before.offset;
    const element = box.querySelector('.message');
    const note = () => {
      if (element) noted.current = { id: oldestId, element, offset: offsetIn(box, element) };
    };
    note();
    box.addEventListener('scroll', note, { passive: true });
    return () => box.removeEventListener('scroll', note);
  });
}

const offsetIn = (box: Element, element: Element) =>
  element.getBoundingClientRect().top - box.getBoundingClientRect().top;
