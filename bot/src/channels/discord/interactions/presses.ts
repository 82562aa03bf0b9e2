import { InteractionResponseType } from 'discord.js';
import { readCount } from '../../../channel-kit/typed-count.ts';
import { addressOf } from '../address.ts';
import type { ClickInteraction, ModalInteraction } from '../inbound/discord.schema.ts';
import { custom, readCustomId } from '../render/custom-id.ts';
import { countModal, filledIn, formModal, valuesOf } from '../render/modals.ts';
import { choiceIn } from '../render/render-choice.ts';
import {
  answerBy,
  externalIdOf,
  GONE,
  type InteractionContext,
  type InteractionOptions,
  modal,
  placeOfClick,
  type Respond,
} from './interaction-context.ts';
import type { RecordPicker } from './record-picker.ts';

/** Buttons, selects, and the modals that they open. */
export class Presses {
  readonly #options: InteractionOptions;
  readonly #context: InteractionContext;
  readonly #records: RecordPicker;

  constructor(options: InteractionOptions, context: InteractionContext, records: RecordPicker) {
    this.#options = options;
    this.#context = context;
    this.#records = records;
  }

  async click(interaction: ClickInteraction, respond: Respond): Promise<void> {
    const { channel, memory } = this.#options;
    const { kind, value } = readCustomId(interaction.data.custom_id) ?? { kind: 'none' as const, value: '' };
    switch (kind) {
      case 'typed':
        return respond(modal(countModal(value)));
      case 'form': {
        const kept = await memory.keptOf(value);
        if (kept && 'form' in kept) return respond(modal(formModal(kept.form, custom.fill(value))));
        break;
      }
      case 'open': {
        const answer = await this.#context.defer(interaction, respond);
        const sender = await this.#context.senderOf(interaction);
        const [picked = ''] = interaction.data.values;
        return this.#records.openPicked(sender, picked, answer);
      }
    }
    await respond({ type: InteractionResponseType.DeferredMessageUpdate });
    await this.#context.once(interaction, async () => {
      const target = await this.#context.targetOf(interaction);
      const answer =
        target.kind === 'private' ? answerBy(interaction, { isDeferred: false, isPrivate: true }) : undefined;
      const sender = await this.#context.senderOf(interaction);
      const thread = addressOf(target);
      const from = { channel: 'discord' as const, externalId: externalIdOf(interaction), sender, thread };
      const place = placeOfClick(interaction);
      if (kind === 'approve' || kind === 'reject') {
        await channel.remember(value, place);
        await channel.hand(
          thread,
          (on) => on.decision({ ...from, decision: { approvalId: value, decision: kind } }),
          answer,
        );
        return;
      }
      const choice = kind === 'choose' ? choiceIn(value) : undefined;
      if (choice) {
        await channel.remember(choice.choiceId, place);
        return channel.hand(thread, (on) => on.choice({ ...from, choice }), answer);
      }
      if (kind === 'undo') return channel.hand(thread, (on) => on.undo({ ...from, groupId: value }), answer);
      const kept = kind === 'say' ? await memory.keptOf(value) : undefined;
      if (kept && 'say' in kept)
        return channel.hand(thread, (on) => on.message({ ...from, text: kept.say }), answer);
      const said = answerBy(interaction, {
        isDeferred: false,
        isPrivate: interaction.guild_id !== undefined,
      });
      await channel.answer(said, { text: GONE, cards: [] });
    });
  }

  async submit(interaction: ModalInteraction, respond: Respond): Promise<void> {
    const { channel, memory } = this.#options;
    const { kind, value } = readCustomId(interaction.data.custom_id) ?? { kind: 'none' as const, value: '' };
    const filled = filledIn(interaction);
    const answer = await this.#context.defer(interaction, respond);
    await this.#context.once(interaction, async () => {
      const sender = await this.#context.senderOf(interaction);
      const thread = addressOf(await this.#context.targetOf(interaction));
      const from = { channel: 'discord' as const, externalId: externalIdOf(interaction), sender, thread };
      if (kind === 'count') {
        const typedCount = readCount(filled.get('0'));
        if (typedCount === undefined)
          return channel.answer(answer, { text: 'Please type a number, for example 120.', cards: [] });
        if (interaction.message)
          await channel.remember(value, placeOfClick({ ...interaction, message: interaction.message }));
        const decision = { approvalId: value, decision: 'approve' as const, typedCount };
        return channel.hand(thread, (on) => on.decision({ ...from, decision }), answer);
      }
      const kept = kind === 'fill' ? await memory.keptOf(value) : undefined;
      const form =
        kind === 'add' ? channel.handlers.lookup.form(value) : kept && 'form' in kept ? kept.form : undefined;
      if (!form) return channel.answer(answer, { text: GONE, cards: [] });
      const call = { tool: form.tool, values: valuesOf(form, filled) };
      await channel.hand(thread, (on) => on.call({ ...from, call }), answer);
    });
  }
}
