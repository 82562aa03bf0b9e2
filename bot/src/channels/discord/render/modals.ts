import type { FormCard, FormField } from '@clianta/agents/reply.schema';
import {
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  TextInputStyle,
} from 'discord.js';
import { clip } from '../../../channel-kit/clip.ts';
import type { ModalInteraction } from '../inbound/discord.schema.ts';
import { custom } from './custom-id.ts';
import { LIMITS } from './limits.ts';

/** The fields that a modal has room for: what is needed comes first. The inputs' ids are their places here. */
function fieldsOf({ fields }: FormCard): FormField[] {
  return [
    ...fields.filter((field) => field.isRequired),
    ...fields.filter((field) => !field.isRequired),
  ].slice(0, LIMITS.modalInputs);
}

export function formModal(form: FormCard, customId: string): APIModalInteractionResponseCallbackData {
  return {
    custom_id: customId,
    title: clip(form.title, LIMITS.modalTitle),
    components: fieldsOf(form).map(
      (field, at): APILabelComponent => ({
        type: ComponentType.Label,
        label: clip(field.label, LIMITS.inputLabel),
        component: inputOf(field, String(at)),
      }),
    ),
  };
}

function inputOf(
  { kind, value, options = [], isRequired = false }: FormField,
  customId: string,
): APILabelComponent['component'] {
  const choices = options.filter((option) => option.value && option.value.length <= LIMITS.optionText);
  if (kind === 'choice' && choices.length > 0)
    return {
      type: ComponentType.StringSelect,
      custom_id: customId,
      required: isRequired,
      options: choices.slice(0, LIMITS.selectOptions).map((option) => ({
        label: clip(option.label, LIMITS.optionText),
        value: option.value,
        ...(option.value === value && { default: true }),
      })),
    };
  return {
    type: ComponentType.TextInput,
    custom_id: customId,
    style: kind === 'long_text' ? TextInputStyle.Paragraph : TextInputStyle.Short,
    required: isRequired,
    max_length: LIMITS.inputValue,
    ...(value && { value: value.slice(0, LIMITS.inputValue) }),
    ...(kind === 'day' && { placeholder: '2026-12-31' }),
  };
}

/** Asks for the number of records, where a click alone would be too easy. */
export function countModal(approvalId: string): APIModalInteractionResponseCallbackData {
  return {
    custom_id: custom.count(approvalId),
    title: 'Approve',
    components: [
      {
        type: ComponentType.Label,
        label: 'How many records does this touch?',
        component: {
          type: ComponentType.TextInput,
          custom_id: '0',
          style: TextInputStyle.Short,
          required: true,
          max_length: 12,
          placeholder: 'The number',
        },
      },
    ],
  };
}

/** What was filled in, by the place of the input. */
export function filledIn({ data }: ModalInteraction): Map<string, string> {
  const inputs = data.components.flatMap(({ component, components = [] }) => [
    ...(component ? [component] : []),
    ...components,
  ]);
  return new Map(inputs.map(({ custom_id: id, value, values = [] }) => [id, value ?? values[0] ?? '']));
}

/** What was filled in, by the arguments of the form's tool. */
export function valuesOf(form: FormCard, filled: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries(
    fieldsOf(form).flatMap(({ name }, at) => {
      const value = filled.get(String(at));
      return value ? [[name, value]] : [];
    }),
  );
}
