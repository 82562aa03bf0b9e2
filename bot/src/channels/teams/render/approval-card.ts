import type { ApprovalCard } from '@clianta/agents/reply.schema';
import { APPROVAL_OUTCOMES } from '../../../channel-kit/approval-outcomes.ts';
import { button, buttons } from './card-actions.ts';
import { type CardElement, line, paragraph, remarked, run, subtle, title } from './card-elements.ts';

/** A proposal, with buttons for as long as it can be decided. @param shown - how many of its records */
export function renderApproval(card: ApprovalCard, shown = card.sample.length): CardElement[] {
  const { changes, count, status, awaits } = card;
  const sample = card.sample.slice(0, shown);
  const more = count - sample.length;
  return [
    title(card.title),
    ...changes.map(({ label, from, to }) =>
      paragraph([
        run(`${label}: `, { isBold: true }),
        ...(from ? [run(from, { isStruck: true }), run(' → ')] : []),
        run(to),
      ]),
    ),
    ...sample.map((one) => remarked(`• ${one.title}`, one.detail)),
    ...(more > 0 && card.sample.length > 0 ? [subtle(`… and ${more} more`)] : []),
    ...(status === 'pending'
      ? [...(awaits ? [subtle(`Takes the approval of ${awaits}.`)] : []), ...expiry(card.expiresAt)]
      : [line(APPROVAL_OUTCOMES[status], { isBold: true })]),
    ...(status === 'pending' ? decision(card, more) : []),
  ];
}

/** The buttons carry the proposal's id and nothing else: what was shown is what runs. */
function decision(card: ApprovalCard, more: number): CardElement[] {
  const { approvalId, title: what, typedCount, count } = card;
  const isTyped = typedCount !== undefined;
  const press = { kind: 'approve', approvalId, ...(isTyped && { isTyped }) } as const;
  const input: CardElement = {
    type: 'Input.Number',
    id: 'typedCount',
    label: 'Type the number of records to approve',
    isRequired: false,
  };
  const approve = card.isDestructive
    ? button(what, press, { style: 'destructive' })
    : button('Approve', press, { style: 'positive' });
  return [
    ...(isTyped ? [input] : []),
    ...buttons([
      approve,
      button('Reject', { kind: 'reject', approvalId }),
      ...(more > 0 ? [button(`Show all ${count}`, { kind: 'say', text: `Show me all ${count}` })] : []),
    ]),
  ];
}

/** On the reader's own clock. */
function expiry(expiresAt: string): CardElement[] {
  if (!Number.isFinite(Date.parse(expiresAt))) return [];
  const at = new Date(expiresAt).toISOString().replace(/\.\d+Z$/, 'Z');
  // only a TextBlock has dates
  const text = `Can be decided until {{DATE(${at}, SHORT)}} {{TIME(${at})}}`;
  return [{ type: 'TextBlock', text, isSubtle: true, size: 'Small', wrap: true, spacing: 'Small' }];
}
