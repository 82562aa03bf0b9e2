import { useEffect } from 'react';
import { useChatClient } from '../shell/chat-provider.tsx';

/** The server counts somebody as there for two minutes. */
const EVERY_MS = 45_000;
const SIGNS = ['pointerdown', 'keydown', 'visibilitychange'] as const;

/** Lets the server know that somebody is at this page: what it can show here need not be pushed to the browser. */
export function usePresence(): void {
  const client = useChatClient();
  useEffect(() => {
    let toldAt = Number.NEGATIVE_INFINITY;
    const tell = () => {
      if (document.visibilityState !== 'visible' || performance.now() - toldAt < EVERY_MS) return;
      if (client.notePresence()) toldAt = performance.now();
    };
    const unlisten = client.subscribe(tell);
    tell();
    for (const sign of SIGNS) document.addEventListener(sign, tell);
    return () => {
      unlisten();
      for (const sign of SIGNS) document.removeEventListener(sign, tell);
    };
  }, [client]);
}
