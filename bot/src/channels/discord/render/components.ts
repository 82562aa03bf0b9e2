import type { FormCard } from '@clianta/agents/reply.schema';
import {
  type APIButtonComponentWithCustomId,
  type APISelectMenuOption,
  type APITextDisplayComponent,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import { clip } from '../../../channel-kit/clip.ts';
import { splitText } from '../../../channel-kit/split-text.ts';
import { custom, keyOf } from './custom-id.ts';
import type { Kept, Part, Row } from './discord-message.ts';
import { LIMITS } from './limits.ts';

/** Of one text; a message holds two of these. */
const LONGEST_TEXT = 1_900;

export const text = (content: string): APITextDisplayComponent => ({
  type: ComponentType.TextDisplay,
  content,
});

/** Markdown of any length, in parts that a message has room for. */
export const textParts = (markdown: string): Part[] =>
  splitText(markdown, LONGEST_TEXT).map((piece) => ({ components: [text(piece)] }));

export function button(
  label: string,
  customId: string,
  style: APIButtonComponentWithCustomId['style'] = ButtonStyle.Secondary,
): APIButtonComponentWithCustomId {
  return {
    type: ComponentType.Button,
    style,
    label: clip(label, LIMITS.buttonLabel) || '–',
    custom_id: customId,
  };
}

/** Buttons in as many rows as they take. */
export function rows(buttons: readonly APIButtonComponentWithCustomId[]): Row[] {
  const found: Row[] = [];
  for (let at = 0; at < buttons.length; at += LIMITS.buttonsInRow)
    found.push({ type: ComponentType.ActionRow, components: buttons.slice(at, at + LIMITS.buttonsInRow) });
  return found;
}

/** The Undo button of a group of writes; none when they were taken back already. */
export function undoPart({
  undoGroupId: groupId,
  isUndone,
}: {
  undoGroupId?: string | undefined;
  isUndone?: boolean | undefined;
}): Part[] {
  // room for what tells two of the same apart
  if (groupId === undefined || isUndone || custom.undo(groupId).length > LIMITS.customId - 4) return [];
  return [{ components: rows([button('Undo', custom.undo(groupId))]) }];
}

interface Openable {
  entity?: string | undefined;
  id?: string | undefined;
  title: string;
  detail?: string | undefined;
}

/** Selects from which a record is opened; what is picked is looked up with the rights of the one who picks. */
export function openPart(records: readonly Openable[]): Part[] {
  const known = new Map<string, APISelectMenuOption>();
  for (const { entity, id, title, detail } of records) {
    const value = `${entity}:${id}`;
    if (!entity || !id || !title.trim() || value.length > LIMITS.optionText) continue;
    const description = detail?.trim() && clip(detail.trim(), LIMITS.optionText);
    known.set(value, { label: clip(title, LIMITS.optionText), value, ...(description && { description }) });
  }
  const options = [...known.values()];
  const parts: Part[] = [];
  for (let at = 0; at < options.length; at += LIMITS.selectOptions) {
    const some = options.slice(at, at + LIMITS.selectOptions);
    const select = {
      type: ComponentType.StringSelect as const,
      custom_id: custom.open(keyOf(some.map(({ value }) => value))),
      placeholder: 'Open…',
      options: some,
    };
    parts.push({ components: [{ type: ComponentType.ActionRow, components: [select] }] });
  }
  return parts;
}

/** A button that says something. @param label - default: what it says */
export function sayButton(
  label: string,
  say = label,
): { button: APIButtonComponentWithCustomId; kept: Kept } {
  const key = keyOf(say);
  return { button: button(label, custom.say(key)), kept: { key, say } };
}

export function sayButtons(texts: readonly string[]): Part[] {
  const all = texts.map((one) => sayButton(one));
  if (all.length === 0) return [];
  return [{ components: rows(all.map((one) => one.button)), kept: all.map((one) => one.kept) }];
}

/** Asks for the next of what was listed last. */
export function morePart(left: number): Part[] {
  if (left <= 0) return [];
  const { button: more, kept } = sayButton(`Show ${left} more`, 'Show more');
  return [{ components: rows([more]), kept: [kept] }];
}

export function formButton(form: FormCard): Part {
  const key = keyOf(form);
  return {
    components: rows([button(form.submit, custom.form(key), ButtonStyle.Primary)]),
    kept: [{ key, form }],
  };
}
