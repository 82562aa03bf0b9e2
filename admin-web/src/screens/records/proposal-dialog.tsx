import type { TurnResult } from '@clianta/agents/turn-event.schema';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { asApiError } from '../../api/api-error.ts';
import { request } from '../../api/request.ts';
import { ApprovalCard } from '../../chat/cards/approval-card.tsx';
import { type ChatActions, ChatActionsContext } from '../../chat/chat-context.ts';
import { plainText } from '../../chat/markdown/plain-text.ts';
import { useSession } from '../../session/session-context.ts';
import { useChatClient } from '../../shell/chat-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/states.tsx';

interface Props {
  result: TurnResult;
  /** @param isDone - something was done */
  onClose: (isDone: boolean) => void;
  /** At once, while what was done is still told. */
  onDone: () => void;
}

/** The proposal that a list has led to, decided where it was made; it stands in the chat as well. */
export function ProposalDialog({ result, onClose, onDone }: Props) {
  const { workspace } = useSession();
  const client = useChatClient();
  const [outcome, setOutcome] = useState<TurnResult>();
  const [states, setStates] = useState<ChatActions['states']>({});
  const card = result.approval;
  const actions = useMemo((): ChatActions => {
    const nothing = () => {};
    return {
      async decide(approvalId, decision, typedCount) {
        setStates({ [approvalId]: { state: 'sending' } });
        try {
          const path = `/api/workspaces/${encodeURIComponent(workspace.id)}/agents/chat`;
          const { conversationId } = result;
          const body = {
            conversationId,
            decision: { approvalId, decision, ...(typedCount !== undefined && { typedCount }) },
          };
          setOutcome(await request<TurnResult>(path, { method: 'POST', body }));
          if (decision === 'approve') onDone();
        } catch (cause) {
          setStates({ [approvalId]: { state: 'failed', problem: asApiError(cause) } });
        }
      },
      choose: nothing,
      undo: nothing,
      call: nothing,
      rate: () => Promise.reject(new Error('There is no answer to rate here.')),
      proposed: client.cards.proposed,
      say: nothing,
      states,
      allowedHosts: [],
      clock: workspace,
    };
  }, [client, workspace, result, states, onDone]);
  const told = outcome ?? (card ? undefined : result);
  const close = () => onClose((told?.changes.length ?? 0) > 0);
  return (
    <Dialog title={told ? 'What was done' : 'Nothing is changed yet'} onClose={close}>
      {told ? (
        <Notice kind={told.changes.length > 0 ? 'positive' : 'plain'} icon="check">
          {plainText(told.reply.text)}
        </Notice>
      ) : (
        card && (
          <ChatActionsContext value={actions}>
            <ApprovalCard card={card} />
          </ChatActionsContext>
        )
      )}
      <div className="dialog__actions">
        <Link to={`/chat/${encodeURIComponent(result.conversationId)}`}>See it in the chat</Link>
        <Button onClick={close}>{told ? 'Close' : 'Decide later'}</Button>
      </div>
    </Dialog>
  );
}
