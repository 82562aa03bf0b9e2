import type { ThreadAddress } from '@clianta/agents/conversation/thread-address';
import type { ApprovalCard, ChoiceCard, Reply } from '@clianta/agents/reply.schema';
import type { Channel, ChannelHandlers, ChannelName } from '@clianta/bot/channel';
import { newId } from '@clianta/crm-core/entity/ids';

/** A channel that only remembers what it was given to send. */
export class FakeChannel implements Channel {
  readonly name: ChannelName;
  readonly sent: Array<Reply & { to: ThreadAddress }> = [];
  readonly settled: Array<ApprovalCard | ChoiceCard> = [];
  /** How many of the next replies it does not take. */
  failures = 0;
  on!: ChannelHandlers;

  constructor(name: ChannelName = 'slack') {
    this.name = name;
  }

  async start(on: ChannelHandlers): Promise<void> {
    this.on = on;
  }

  async show(): Promise<void> {}

  async send(to: ThreadAddress, reply: Reply): Promise<{ externalId: string }> {
    if (this.failures-- > 0) throw new Error('the channel is away');
    this.sent.push({ ...reply, to });
    return { externalId: newId() };
  }

  async settle(_to: ThreadAddress, card: ApprovalCard | ChoiceCard): Promise<void> {
    this.settled.push(card);
  }

  async stop(): Promise<void> {}
}
