import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useChatActions } from '../chat-context.ts';

interface UndoButtonProps {
  groupId: string;
  title: string;
  isUndone: boolean;
}

/** Takes a group of writes back; what came of it is the next answer in the log. */
export function UndoButton({ groupId, title, isUndone }: UndoButtonProps) {
  const { undo, states } = useChatActions();
  const state = states[groupId]?.state;
  const isOnItsWay = state === 'sending' || state === 'sent';
  const label = isUndone ? 'Undone' : isOnItsWay ? 'Undoing…' : 'Undo';
  return (
    <Button
      kind="quiet"
      disabled={isUndone || isOnItsWay}
      aria-label={`${label}: ${title}`}
      onClick={() => undo(groupId)}
    >
      <Icon name={isUndone ? 'check' : 'undo'} size={16} /> {label}
    </Button>
  );
}

export function ActionProblem({ id }: { id: string }) {
  const problem = useChatActions().states[id]?.problem;
  if (!problem) return null;
  return (
    <p className="card__problem" role="alert">
      {problem.message}
      {problem.reference && ` Reference ${problem.reference}.`}
    </p>
  );
}
