import { type APIModalInteractionResponseCallbackData, InteractionResponseType } from 'discord.js';
import { errorBody } from '../../../api/http-error.ts';
import type { Sender } from '../../../channel.ts';
import { clip } from '../../../channel-kit/clip.ts';
import type { DiscordChannel } from '../discord.channel.ts';
import type { AutocompleteInteraction } from '../inbound/discord.schema.ts';
import type { InteractionAnswer } from '../outbound/interaction-answer.ts';
import { custom } from '../render/custom-id.ts';
import { LIMITS } from '../render/limits.ts';
import { formModal } from '../render/modals.ts';
import { commandNamed } from './commands.ts';
import type { InteractionContext, Respond } from './interaction-context.ts';

/** Suggestions that are not found by then are none. */
const SUGGEST_MS = 2_000;
/** What is picked from suggestions: a kind of record and an id. */
const PICKED = /^(\w{1,60}):([\w-]{1,36})$/;
const NOT_FOUND = 'I find no such record, or none that you may see.';

/** Records by their names: suggested while somebody types, opened once one is picked, added by a form. */
export class RecordPicker {
  readonly #channel: DiscordChannel;
  readonly #context: InteractionContext;

  constructor(channel: DiscordChannel, context: InteractionContext) {
    this.#channel = channel;
    this.#context = context;
  }

  async suggest(interaction: AutocompleteInteraction, respond: Respond): Promise<void> {
    const focused = interaction.data.options.find((option) => option.focused);
    const command = commandNamed(interaction.data.name);
    const suggests = command?.options.find(({ name }) => name === focused?.name)?.suggests;
    const late = new Promise<[]>((resolve) => setTimeout(() => resolve([]), SUGGEST_MS).unref());
    const finding = suggests ? this.#choices(interaction, suggests, String(focused?.value ?? '')) : late;
    // a stranger has no records to choose from
    const choices = suggests ? await Promise.race([finding.catch(() => []), late]) : [];
    await respond({ type: InteractionResponseType.ApplicationCommandAutocompleteResult, data: { choices } });
  }

  async #choices(interaction: AutocompleteInteraction, suggests: string, text: string) {
    const isAny = suggests === 'any';
    const found = await this.#channel.handlers.lookup.search(await this.#context.senderOf(interaction), {
      text,
      ...(!isAny && { entity: suggests }),
      limit: LIMITS.commandChoices,
    });
    return found
      .map(({ entity, id, title, subtitle }) => ({
        name: clip([title, subtitle].filter(Boolean).join(' – '), LIMITS.choiceText),
        // what is said about a record is said by its name
        value: isAny ? clip(title, LIMITS.choiceText) : `${entity}:${id}`,
      }))
      .filter(({ name }) => name.trim() !== '');
  }

  /** The modal that adds one of a kind; undefined where none is added by a form. @param named - what it is called */
  newForm(noun: string, named = ''): APIModalInteractionResponseCallbackData | undefined {
    const form = this.#channel.handlers.lookup.form(noun);
    const [first, ...fields] = form?.fields ?? [];
    if (!form || !first) return undefined;
    const value = PICKED.test(named) ? '' : named;
    return formModal(
      { ...form, fields: [{ ...first, ...(value && { value }) }, ...fields] },
      custom.add(noun),
    );
  }

  /** A record that was picked, or what is found by what was typed. */
  async open(sender: Sender, kind: string, named: string, answer: InteractionAnswer): Promise<void> {
    const { lookup } = this.#channel.handlers;
    const told = async () => {
      const [, entity, id] = PICKED.exec(named) ?? [];
      if (entity && id) return lookup.record(sender, { entity, id });
      const found = await lookup.search(sender, { text: named, entity: kind, limit: LIMITS.selectOptions });
      const [only, ...others] = found;
      if (only && others.length === 0) return lookup.record(sender, only);
      if (!only) return undefined;
      const items = found.map(({ subtitle, ...one }) => ({ ...one, ...(subtitle && { detail: subtitle }) }));
      return { type: 'list' as const, title: `Which one is “${named}”?`, items, count: items.length };
    };
    try {
      const card = await told();
      await this.#channel.answer(answer, card ? { text: '', cards: [card] } : { text: NOT_FOUND, cards: [] });
    } catch (error) {
      await this.#channel.answer(answer, { text: errorBody(error).body.error.message, cards: [] });
    }
  }

  /** One that was picked from a select. */
  openPicked(sender: Sender, picked: string, answer: InteractionAnswer): Promise<void> {
    // what is no record of ours is looked for as one, and not found
    return this.open(sender, '', PICKED.test(picked) ? picked : '-', answer);
  }
}
