import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Stage } from '../pipelines/pipeline-draft.ts';
import { type Deal, type Place, stageByKey } from './board-deals.ts';

interface Board {
  stages: readonly Stage[];
  /** Where a deal stands before it is picked up. */
  placeOf: (deal: Deal) => Place | undefined;
  held: Place | undefined;
  hold: (place: Place | undefined) => void;
  drop: (deal: Deal, stage: Stage) => void;
  say: (text: string) => void;
}

/**
 * A deal carried by keyboard: Space picks it up at its handle, the arrows choose the stage, Space or Enter drops it,
 * Escape puts it back. It goes by stages and not by pixels, so that a key always does the same. A card that comes into
 * another column is another element: the focus follows it, until it is taken elsewhere.
 */
export function useCarrying({ stages, placeOf, held, hold, drop, say }: Board) {
  const [carried, setCarried] = useState<string>();
  const [followed, setFollowed] = useState<string>();
  const putBack = () => {
    setCarried(undefined);
    hold(undefined);
    say('Nothing is moved.');
  };
  const leave = useRef(putBack);
  leave.current = () => {
    setFollowed(undefined);
    if (carried) putBack();
  };
  useEffect(() => {
    if (!followed) return;
    const isElsewhere = ({ target }: Event) =>
      target instanceof Element && !target.closest(`[data-deal="${followed}"], dialog`);
    const onLeave = (event: Event) => isElsewhere(event) && leave.current();
    document.addEventListener('focusin', onLeave);
    document.addEventListener('pointerdown', onLeave);
    return () => {
      document.removeEventListener('focusin', onLeave);
      document.removeEventListener('pointerdown', onLeave);
    };
  }, [followed]);

  const pickUp = (deal: Deal) => {
    const place = placeOf(deal);
    const stage = stages.find(({ id }) => id === place?.stageId);
    if (!place || !stage) return;
    hold(place);
    setCarried(deal.id);
    setFollowed(deal.id);
    say(`${deal.title} picked up in ${stage.name}, stage ${stages.indexOf(stage) + 1} of ${stages.length}.`);
  };
  const dropIn = (deal: Deal, stage: Stage) => {
    setCarried(undefined);
    if (stage.id === deal.stageId) return putBack();
    say(`${deal.title} dropped in ${stage.name}.`);
    drop(deal, stage);
  };

  const onKeyDown = (deal: Deal, event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const isPress = event.key === ' ' || event.key === 'Enter';
    if (carried !== deal.id || !held) {
      // what is held still is on its way to the server
      if (!isPress || event.repeat || held) return;
      event.preventDefault();
      return pickUp(deal);
    }
    const isRightToLeft = getComputedStyle(event.currentTarget).direction === 'rtl';
    const to = stageByKey(stages, held.stageId, event.key, isRightToLeft);
    if (!isPress && event.key !== 'Escape' && !to) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') return putBack();
    if (to && to.id !== held.stageId) {
      hold({ ...held, stageId: to.id });
      return say(`${deal.title} is over ${to.name}, stage ${stages.indexOf(to) + 1} of ${stages.length}.`);
    }
    const stage = stages.find(({ id }) => id === held.stageId);
    if (isPress && !event.repeat && stage) dropIn(deal, stage);
  };
  return { carried, followed, onKeyDown };
}
