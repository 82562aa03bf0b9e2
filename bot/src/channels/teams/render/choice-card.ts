import type { ChoiceCard } from '@clianta/agents/reply.schema';
import { button, buttons } from './card-actions.ts';
import { type CardElement, line, remarked, subtle } from './card-elements.ts';

/** What a button has room for. */
const SHORT = 40;

/** A question, with a button for each option while it waits. A button carries the id and the place alone. */
export function renderChoice({ choiceId, title, options, status, chosen }: ChoiceCard): CardElement[] {
  const isOpen = status === 'open';
  // what is longer, or needs telling apart, is told above
  const isTold = !isOpen || options.some(({ label, detail }) => detail || label.length > SHORT);
  const told = options.map(({ label, detail }, at) =>
    remarked(`${at + 1}. ${label}${at === chosen ? ' ✓' : ''}`, detail, { isBold: at === chosen }),
  );
  const actions = options.map(({ label, detail }, option) =>
    button(
      isTold ? `${option + 1}. ${label}` : label,
      { kind: 'choice', choiceId, option },
      detail ? { tooltip: `${label}, ${detail}` } : {},
    ),
  );
  return [
    line(title, { isBold: true }),
    ...(isTold ? told : []),
    ...(isOpen ? buttons(actions) : []),
    ...(status === 'left' ? [subtle('↪️ Left')] : []),
  ];
}
