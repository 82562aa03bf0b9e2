import { Button } from '../../ui/button.tsx';
import type { OlderMessages as Older } from '../store/chat-state.ts';

interface Props {
  older: Older;
  onLoad: () => void;
}

/** At the top of a log whose conversation began before it. */
export function OlderMessages({ older, onLoad }: Props) {
  if (!older.exist) return null;
  return (
    <div className="log__older">
      {older.problem && <p role="alert">{older.problem.message}</p>}
      <Button kind="quiet" disabled={older.isLoading ?? false} onClick={onLoad}>
        {older.isLoading ? 'Loading…' : 'Show earlier messages'}
      </Button>
    </div>
  );
}
