import { Sequence, type SequenceRecord } from '@clianta/crm-core/marketing/sequence/sequence.schema';
import type { SequenceStep } from '@clianta/crm-core/marketing/sequence/sequence-step.schema';
import type { Card } from '../../reply.schema.ts';
import { counted } from '../../tools/format.ts';

const MOST_TEXT = 160;
const DAYS = { one: 'business day', many: 'business days' };

/** "Email, 2 business days later". */
export function stepTitle(step: SequenceStep, at: number): string {
  const { n, unit } = step.delay;
  const when =
    n === 0
      ? at === 0
        ? 'at once'
        : 'the same day'
      : unit === 'hours'
        ? `${n} h later`
        : `${counted(n, DAYS)} later`;
  return `${at + 1}. ${KINDS[step.kind](step)}, ${when}`;
}

const KINDS: { [K in SequenceStep['kind']]: (step: SequenceStep) => string } = {
  email: (step) => `Email${step.kind === 'email' && step.subject ? ` “${step.subject}”` : ''}`,
  task: (step) => (step.kind === 'task' ? `Task “${step.title}”` : 'Task'),
  wait: () => 'Wait',
  branch: () => 'Branch',
  sms: () => 'Text message',
  voice: () => 'Voicemail',
};

function textOf(step: SequenceStep): string | undefined {
  if (step.kind === 'sms' || step.kind === 'voice') return step.text;
  if (step.kind !== 'email') return undefined;
  const text = step.blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : [])).join(' ');
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
}

/** The steps with their days. */
export function stepsCard({ id, name, status, steps }: SequenceRecord): Card {
  return {
    type: 'list',
    title: `${name} (${status})`,
    items: steps.map((step, at) => {
      const detail = textOf(step);
      return {
        title: stepTitle(step, at),
        ...(detail && { detail }),
        ...(at === 0 && { entity: Sequence.name, id }),
      };
    }),
    count: steps.length,
  };
}
