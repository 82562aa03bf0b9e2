import type { ApprovalCard } from '@clianta/agents/reply.schema';
import { useId, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { useChatActions } from '../chat-context.ts';
import { expiryText, isCountTyped } from './approval-status.ts';
import { ActionProblem } from './undo-button.tsx';
import '../../ui/field.css';

export function ApprovalDecision({ card, now }: { card: ApprovalCard; now: Date }) {
  const { decide, states } = useChatActions();
  const [typed, setTyped] = useState('');
  const inputId = useId();
  const state = states[card.approvalId]?.state;
  const isSent = state === 'sending' || state === 'sent';
  return (
    <div className="approval__decision">
      {card.typedCount !== undefined && !card.awaits && (
        <div className="field approval__typed">
          <label className="field__label" htmlFor={inputId}>
            Type {card.typedCount} to approve
          </label>
          <input
            id={inputId}
            className="input"
            inputMode="numeric"
            autoComplete="off"
            value={typed}
            disabled={isSent}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </div>
      )}
      {card.awaits && <p>This takes the approval of {card.awaits}.</p>}
      <div className="approval__buttons">
        {!card.awaits && (
          <Button
            kind={card.isDestructive ? 'danger' : 'primary'}
            disabled={isSent || !isCountTyped(card, typed)}
            onClick={() => decide(card.approvalId, 'approve', card.typedCount)}
          >
            {card.isDestructive ? card.title : 'Approve'}
          </Button>
        )}
        <Button disabled={isSent} onClick={() => decide(card.approvalId, 'reject')}>
          {card.awaits ? 'Withdraw' : 'Reject'}
        </Button>
        <span className="approval__expiry">
          {isSent ? 'Sending your decision…' : expiryText(card.expiresAt, now)}
        </span>
      </div>
      <ActionProblem id={card.approvalId} />
    </div>
  );
}
