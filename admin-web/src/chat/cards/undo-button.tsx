import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useChatActions } from '../chat-context.ts';

/** Takes a group of writes back; what came of it is the next answer in the log. */
export function UndoButton({ groupId, title }: { groupId: string; title: string }) {
  const { undo, states } = useChatActions();
  const state = states[groupId]?.state;
  const label = state === 'sending' ? 'Undoing…' : state === 'sent' ? 'Undo requested' : 'Undo';
  return (
    <Button
      kind="quiet"
      disabled={state === 'sending' || state === 'sent'}
      aria-label={`${label}: ${title}`}
      onClick={() => undo(groupId)}
    >
      <Icon name={state === 'sent' ? 'check' : 'undo'} size={16} /> {label}
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
