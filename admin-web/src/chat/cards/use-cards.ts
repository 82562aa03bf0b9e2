import { useEffect, useState } from 'react';

type Cards = typeof import('./drawn-cards.tsx');

let cards: Cards | undefined;
let loading: Promise<Cards> | undefined;

/** What draws answers, their words and their cards, is a part of its own, which the first conversation asks for: a chat opens without it. */
export function loadCards(): Promise<Cards> {
  loading ??= import('./drawn-cards.tsx').then(
    (loaded) => {
      cards = loaded;
      return loaded;
    },
    (error: unknown) => {
      // the next one to need them tries again
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

/** Undefined until they are there. */
export function useCards(): Cards | undefined {
  const [loaded, setLoaded] = useState(cards);
  useEffect(() => {
    if (loaded) return;
    let isOver = false;
    loadCards().then(
      (those) => {
        if (!isOver) setLoaded(those);
      },
      () => {
        // the answers' words are there without them
      },
    );
    return () => {
      isOver = true;
    };
  }, [loaded]);
  return cards ?? loaded;
}
