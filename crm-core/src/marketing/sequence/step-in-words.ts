import type { SequenceStep } from './sequence-step.schema.ts';

const KINDS: Readonly<Record<SequenceStep['kind'], string>> = {
  email: 'Email',
  task: 'Task',
  wait: 'Wait',
  branch: 'Branch',
  sms: 'Text message',
  voice: 'Voicemail',
};
const VARIABLE = /\{\{\s*(?:\w+\.)*(\w+)[^}]*\}\}/g;

/** "2. Email, 2 business days later". */
export function stepTitle(step: SequenceStep, at: number): string {
  const named = step.kind === 'task' ? step.title : step.kind === 'email' ? step.subject : '';
  const what = named ? `${KINDS[step.kind]} “${withoutVariables(named)}”` : KINDS[step.kind];
  return `${at + 1}. ${what}, ${whenOf(step, at)}`;
}

/** What somebody gets by it; undefined where that is nothing to read. */
export function stepText(step: SequenceStep): string | undefined {
  if (step.kind === 'sms' || step.kind === 'voice') return withoutVariables(step.text);
  if (step.kind !== 'email') return undefined;
  const texts = step.blocks.flatMap((block) => (block.kind === 'text' ? [block.text] : []));
  return withoutVariables(texts.join('\n\n'));
}

function whenOf({ delay: { n, unit } }: SequenceStep, at: number): string {
  if (n === 0) return at === 0 ? 'at once' : 'the same day';
  if (unit === 'hours') return `${n} h later`;
  return n === 1 ? '1 business day later' : `${n} business days later`;
}

/** A variable as people would call it: `{{ contact.firstName | default: "there" }}` is ‹first name›. */
const withoutVariables = (text: string): string =>
  text.replace(VARIABLE, (_, name: string) => `‹${name.replace(/([A-Z])/g, ' $1').toLowerCase()}›`);
