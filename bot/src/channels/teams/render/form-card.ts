import type { FormCard, FormField } from '@clianta/agents/reply.schema';
import { button, buttons } from './card-actions.ts';
import { type CardElement, title } from './card-elements.ts';

/** Before the names of what was typed, so that none can be taken for a part of the button. */
export const FIELD = 'field.';

/** A form to fill in; its button sends what was typed. */
export function renderForm({ tool, title: text, fields, submit }: FormCard): CardElement[] {
  return [
    title(text),
    ...fields.map(inputOf),
    ...buttons([button(submit, { kind: 'call', tool }, { style: 'positive' })]),
  ];
}

function inputOf({ name, label, kind, isRequired, value, options = [] }: FormField): CardElement {
  const common = {
    id: `${FIELD}${name}`,
    label,
    ...(isRequired && { isRequired, errorMessage: `Please fill in: ${label}` }),
    ...(value !== undefined && { value }),
  };
  switch (kind) {
    case 'number':
      // as typed: 12k and 1.200,50 are amounts too
      return { type: 'Input.Text', ...common };
    case 'day':
      return { type: 'Input.Date', ...common };
    case 'email':
      return { type: 'Input.Text', style: 'Email', ...common };
    case 'long_text':
      return { type: 'Input.Text', isMultiline: true, ...common };
    case 'choice': {
      const choices = options.map((option) => ({ title: option.label, value: option.value }));
      return { type: 'Input.ChoiceSet', style: 'compact', choices, ...common };
    }
    default:
      return { type: 'Input.Text', ...common };
  }
}
