import type { TextStorage } from '../chat/store/outbox-storage.ts';

/** What the browser keeps for this page; undefined where it lets a page within another site keep nothing. */
export const storage: TextStorage | undefined = (() => {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
})();
