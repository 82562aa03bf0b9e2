import { useEffect } from 'react';

/** Meetings are private, so pages are not told of them: while somebody looks it is asked again. */
const AGAIN_MS = 60_000;

/** Loads anew now and then, and when somebody comes back to the page. */
export function useLooksAgain(reload: () => void): void {
  useEffect(() => {
    const look = () => {
      if (!document.hidden) reload();
    };
    const timer = setInterval(look, AGAIN_MS);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [reload]);
}
