import type { FormCard, FormField } from '@clianta/agents/reply.schema';
import type { InputBlock, InputBlockElement, ModalView, PlainTextOption } from '@slack/types';
import { z } from 'zod';
import type { SubmissionBody } from '../inbound/slack.schema.ts';
import { clip, LIMITS } from '../render/limits.ts';
import { type DialogPlace, placeSchema, readMetadata } from './dialog-place.ts';

export const FORM_DIALOG = 'clianta_form_dialog';
const VALUE = 'value';

const metadataSchema = placeSchema.extend({ tool: z.string() });

/** The fields of a tool as a dialog; sent back it is a call of the tool. */
export function formDialog(form: FormCard, place: DialogPlace): ModalView {
  const plain = (text: string) => ({ type: 'plain_text' as const, text: clip(text, LIMITS.modalTitle) });
  return {
    type: 'modal',
    callback_id: FORM_DIALOG,
    private_metadata: JSON.stringify({ ...place, tool: form.tool }),
    title: plain(form.title),
    submit: plain(form.submit),
    close: plain('Cancel'),
    blocks: form.fields.slice(0, LIMITS.modalBlocks).map(inputOf),
  };
}

function inputOf(field: FormField): InputBlock {
  return {
    type: 'input',
    block_id: field.name,
    label: { type: 'plain_text', text: clip(field.label, LIMITS.fieldText) },
    optional: !field.isRequired,
    element: elementOf(field),
  };
}

function elementOf({ kind, value, options = [] }: FormField): InputBlockElement {
  const initial = value ? { initial_value: value.slice(0, LIMITS.inputText) } : {};
  switch (kind) {
    case 'choice': {
      const choices = options.slice(0, LIMITS.options).map(
        (option): PlainTextOption => ({
          text: { type: 'plain_text', text: clip(option.label, LIMITS.buttonText) },
          value: option.value,
        }),
      );
      const chosen = choices.find((option) => option.value === value);
      return {
        type: 'static_select',
        action_id: VALUE,
        options: choices,
        ...(chosen && { initial_option: chosen }),
      };
    }
    case 'day':
      return {
        type: 'datepicker',
        action_id: VALUE,
        ...(value && /^\d{4}-\d\d-\d\d/.test(value) && { initial_date: value.slice(0, 10) }),
      };
    case 'number':
      return { type: 'number_input', action_id: VALUE, is_decimal_allowed: true, ...initial };
    case 'email':
      return { type: 'email_text_input', action_id: VALUE, ...initial };
    default:
      return { type: 'plain_text_input', action_id: VALUE, multiline: kind === 'long_text', ...initial };
  }
}

/** @returns undefined when it is none of ours */
export const readFormDialog = (text: string) => readMetadata(metadataSchema, text);

/** What was typed, by field. */
export function typedInto({ view }: SubmissionBody): Record<string, string> {
  return Object.fromEntries(
    Object.entries(view.state.values).map(([name, { [VALUE]: typed }]) => [
      name,
      (typed?.value ?? typed?.selected_date ?? typed?.selected_option?.value ?? '').trim(),
    ]),
  );
}

/** What is wrong with what was typed, by field; empty when it can be sent on. The tool itself checks the rest. */
export function wrongFields(
  fields: readonly FormField[],
  typed: Readonly<Record<string, string>>,
): Record<string, string> {
  const wrong: Record<string, string> = {};
  for (const { name, label, kind, isRequired } of fields) {
    const value = typed[name] ?? '';
    if (value === '' && isRequired) wrong[name] = `${label} is needed.`;
    else if (value === '') continue;
    else if (kind === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value))
      wrong[name] = 'This is no e-mail address, such as jane@acme.com.';
    else if (kind === 'number' && !Number.isFinite(Number(value.replace(/[,\s]/g, ''))))
      wrong[name] = 'This is no number, such as 1,200.';
  }
  return wrong;
}
