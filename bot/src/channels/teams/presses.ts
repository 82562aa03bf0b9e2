import type { ThreadAddress } from '@clianta/agents/conversation/thread-address';
import type { ChannelHandlers, Receipt, Sender } from '../../channel.ts';
import { FIELD } from './render/form-card.ts';
import { type Press, pressSchema } from './teams.schema.ts';

interface From {
  externalId: string;
  sender: Sender;
  thread: ThreadAddress;
}

const refused = (message: string): Receipt => ({ isTaken: false, problem: { code: 'invalid', message } });

/** What people press on our cards, and what they have filled in there. */
export class Presses {
  readonly #handlers: () => ChannelHandlers;

  constructor(handlers: () => ChannelHandlers) {
    this.#handlers = handlers;
  }

  /** @param data - what the button carries and what was typed beside it. @returns undefined when it is none of ours */
  async take(data: unknown, from: From): Promise<Receipt | undefined> {
    const parsed = pressSchema.safeParse(data);
    return parsed.success ? this.#hand(parsed.data, { ...from, channel: 'teams' }) : undefined;
  }

  async #hand(press: Press, from: From & { channel: 'teams' }): Promise<Receipt | undefined> {
    const on = this.#handlers();
    switch (press.kind) {
      case 'approve': {
        const { approvalId, isTyped } = press;
        const typedCount = countIn(press.typedCount);
        if (isTyped && typedCount === undefined)
          return refused('Please type the number of records, for example 120, and approve again.');
        const typed = typedCount === undefined ? {} : { typedCount };
        return on.decision({ ...from, decision: { approvalId, decision: 'approve', ...typed } });
      }
      case 'reject':
        return on.decision({ ...from, decision: { approvalId: press.approvalId, decision: 'reject' } });
      case 'choice':
        return on.choice({ ...from, choice: { choiceId: press.choiceId, option: press.option } });
      case 'undo':
        return on.undo({ ...from, groupId: press.groupId });
      case 'say':
        return on.message({ ...from, text: press.text });
      case 'call':
        return on.call({ ...from, call: { tool: press.tool, values: typedIn(press) } });
      case 'refresh':
        return undefined;
    }
  }
}

/** "120", "1,200"; undefined for anything that is no whole number. */
function countIn(typed: string | undefined): number | undefined {
  const digits = typed?.replace(/[,. ]/g, '') ?? '';
  return /^\d{1,9}$/.test(digits) ? Number(digits) : undefined;
}

/** What was typed into a form, by argument. */
function typedIn(press: Readonly<Record<string, unknown>>): Record<string, string> {
  const typed = Object.entries(press).filter(
    (entry): entry is [string, string] => entry[0].startsWith(FIELD) && typeof entry[1] === 'string',
  );
  return Object.fromEntries(
    typed.map(([name, value]) => [name.slice(FIELD.length, FIELD.length + 80), value]),
  );
}
