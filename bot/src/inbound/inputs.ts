import type { Catalogue } from '@clianta/agents/catalogue';
import type { Choice, Decision, DirectCall } from '@clianta/agents/turn-event.schema';

/** A button or a form, as it is stored and shown in the conversation. */
interface Input {
  text: string;
  action: Record<string, unknown>;
}

/** A click on a proposal, as it is stored. */
export function decisionInput(decision: Decision): Input {
  return {
    text: decision.decision === 'approve' ? 'Approve' : 'Reject',
    action: { kind: 'decision', decision },
  };
}

/** A press on an option of a question, as it is stored; the label is filled in where the question is known. */
export function choiceInput(choice: Choice): Input {
  return { text: `Option ${choice.option + 1}`, action: { kind: 'choice', choice } };
}

/** A form or a button, as it is stored and shown in the conversation. */
export function callInput(catalogue: Catalogue, call: DirectCall): Input {
  const does = catalogue.tool(call.tool)?.tool.does ?? 'That button';
  const values = Object.values(call.values).filter(Boolean).slice(0, 6);
  return { text: [does, ...values].join(' · '), action: { kind: 'call', call } };
}
