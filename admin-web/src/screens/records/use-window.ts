import { type RefObject, useEffect, useState } from 'react';

/** Fewer rows than these are simply all there. */
const FEW = 200;
/** Rows drawn above and below what is seen. */
const BESIDE = 20;
/** So near to its end the list goes on. */
const NEAR_PX = 600;

export interface RowWindow {
  from: number;
  to: number;
  isPartial: boolean;
}

/** The rows of a long list that are drawn, by where its box is scrolled to. */
export function windowOf(count: number, scrollTop: number, height: number, rowHeight: number): RowWindow {
  if (count <= FEW) return { from: 0, to: count, isPartial: false };
  const first = Math.floor(scrollTop / rowHeight);
  const from = Math.max(0, Math.min(first, count) - BESIDE);
  return { from, to: Math.min(count, first + Math.ceil(height / rowHeight) + BESIDE), isPartial: true };
}

/** Follows the scrolling of a box whose rows have all one height. @param onNearEnd - called where more may be needed */
export function useWindow(
  box: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
  onNearEnd: () => void,
): RowWindow {
  const [place, setPlace] = useState({ scrollTop: 0, height: 800 });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = () => {
      const { scrollTop, clientHeight, scrollHeight } = element;
      setPlace((before) =>
        before.scrollTop === scrollTop && before.height === clientHeight
          ? before
          : { scrollTop, height: clientHeight },
      );
      const isScrolling = scrollHeight > clientHeight;
      if (isScrolling && scrollTop > 0 && scrollHeight - scrollTop - clientHeight < NEAR_PX) onNearEnd();
    };
    look();
    element.addEventListener('scroll', look, { passive: true });
    return () => element.removeEventListener('scroll', look);
  }, [box, onNearEnd]);
  return windowOf(count, place.scrollTop, place.height, rowHeight);
}
