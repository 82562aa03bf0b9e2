import { useState } from 'react';
import type { DraftStorage } from '../store/draft-storage.ts';

/** The text that waits in the composer: the conversation's own, also after another one was shown. */
export function useDraft(
  drafts: DraftStorage,
  conversationId: string | undefined,
): [text: string, write: (text: string) => void] {
  const [, countWrite] = useState(0);
  const write = (text: string) => {
    if (conversationId) drafts.save(conversationId, text);
    countWrite((count) => count + 1);
  };
  return [conversationId ? drafts.load(conversationId) : '', write];
}
