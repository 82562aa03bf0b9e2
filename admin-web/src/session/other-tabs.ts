const CHANNEL = 'clianta.session';

/** The user who is signed in with this browser now; undefined after signing out. */
type Told = { userId?: string };

const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(CHANNEL);

/** All tabs of a browser share one session: they learn at once who has it. */
export function tellOtherTabs(userId: string | undefined): void {
  channel?.postMessage({ ...(userId && { userId }) } satisfies Told);
}

/** Called with who is signed in when another tab has changed it. @returns stops the calls */
export function whenOtherTabs(listener: (userId: string | undefined) => void): () => void {
  const take = ({ data }: MessageEvent<Told>) => listener(data.userId);
  channel?.addEventListener('message', take);
  return () => channel?.removeEventListener('message', take);
}
