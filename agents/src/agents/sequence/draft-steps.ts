import { newId } from '@clianta/crm-core/entity/ids';
import type { SequenceStep } from '@clianta/crm-core/marketing/sequence/sequence-step.schema';

const GREETING = 'Hello {{ contact.firstName | default: "there" }},';
const CLOSING = 'Best regards\n{{ sender.name }}';
const GAP = /\[[a-z][^[\]"{}]{2,80}\]/i;
/** Business days after the step before: a mail is answered within two or not at all; then further and further apart. */
const GAPS = [0, 2, 3, 4, 5, 7];

/** A mail of a sequence. What nobody has said stands in square brackets. */
export function mailStep(text: string, days: number, subject = ''): SequenceStep {
  return {
    id: newId(),
    kind: 'email',
    delay: { n: days, unit: 'businessDays' },
    subject,
    blocks: [
      { kind: 'text', text: GREETING },
      { kind: 'text', text },
      { kind: 'text', text: CLOSING },
    ],
  };
}

export const callStep = (
  days: number,
  title = 'Call',
  type: 'call' | 'todo' | 'meeting' = 'call',
): SequenceStep => ({
  id: newId(),
  kind: 'task',
  delay: { n: days, unit: 'businessDays' },
  title,
  type,
});

/** As many mails as were asked for. Nothing is promised in them that nobody has said. */
export function draftSteps(
  count: number,
  { subject, says, days: apart }: { subject: string; says?: string | undefined; days?: number | undefined },
): SequenceStep[] {
  return Array.from({ length: count }, (_, at) => {
    const days = at > 0 && apart !== undefined ? apart : (GAPS[Math.min(at, GAPS.length - 1)] ?? 7);
    if (at === 0) return mailStep(says ?? '[what you want to offer]', days, subject);
    if (at === count - 1 && count > 2)
      return mailStep(
        'this is my last mail about it, I do not want to crowd your inbox. A short answer is enough if it is of interest later.',
        days,
      );
    if (at === 1)
      return mailStep('did you have time to look at my last mail? I am glad to answer questions.', days);
    return mailStep(
      says || at > 2
        ? 'I come back to my mails of the last days. Is it of interest to you?'
        : '[what else speaks for it]',
      days,
    );
  });
}

/** What is said goes where the first gap is; undefined when there is none. */
export function withSaid(steps: readonly SequenceStep[], said: string): SequenceStep[] | undefined {
  const text = /[.!?]$/.test(said.trim()) ? said.trim() : `${said.trim()}.`;
  let isDone = false;
  const filled = steps.map((step) => {
    if (step.kind !== 'email' || isDone) return step;
    const blocks = step.blocks.map((block) => {
      if (isDone || block.kind !== 'text' || !GAP.test(block.text)) return block;
      isDone = true;
      return { ...block, text: block.text.replace(GAP, () => text) };
    });
    return { ...step, blocks };
  });
  return isDone ? filled : undefined;
}

/** What somebody still has to say. */
export const gapsOf = (steps: readonly SequenceStep[]): string[] =>
  steps.flatMap((step) =>
    step.kind === 'email'
      ? step.blocks.flatMap((block) => {
          const gap = block.kind === 'text' ? GAP.exec(block.text)?.[0] : undefined;
          return gap ? [gap.slice(1, -1)] : [];
        })
      : [],
  );
