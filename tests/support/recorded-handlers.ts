import type {
  ChannelHandlers,
  IncomingAmendment,
  IncomingCall,
  IncomingChoice,
  IncomingConnection,
  IncomingDecision,
  IncomingFeedback,
  IncomingMessage,
  IncomingUndo,
  Receipt,
} from '@clianta/bot/channel';
import type { Lookup } from '@clianta/bot/inbound/lookup';

const taken: Receipt = { isTaken: true, messageId: 'm', turnId: 't', isDuplicate: false };

/** What a channel has handed over, by kind; nothing of it is done. */
export class RecordedHandlers {
  messages: IncomingMessage[] = [];
  decisions: IncomingDecision[] = [];
  undos: IncomingUndo[] = [];
  choices: IncomingChoice[] = [];
  calls: IncomingCall[] = [];
  amendments: IncomingAmendment[] = [];
  feedback: IncomingFeedback[] = [];
  connections: IncomingConnection[] = [];
  /** What happens to a message before it is taken. */
  handle: (message: IncomingMessage) => Promise<void> = async () => {};
  /** What becomes of a tenant that is to be joined. */
  connect: (connection: IncomingConnection) => Promise<string> = async ({ teamName }) =>
    `${teamName} is connected now.`;
  /** What a channel finds; a test says what it needs. */
  lookup: Partial<Lookup> = {};

  get on(): ChannelHandlers {
    const keep =
      <T>(list: T[]) =>
      async (one: T) => {
        list.push(one);
        return taken;
      };
    return {
      message: async (message) => {
        await this.handle(message);
        return keep(this.messages)(message);
      },
      decision: keep(this.decisions),
      undo: keep(this.undos),
      choice: keep(this.choices),
      call: keep(this.calls),
      amended: async (one) => void this.amendments.push(one),
      feedback: async (one) => {
        this.feedback.push(one);
        return 'Thank you, I have noted that.';
      },
      connect: async (one) => {
        this.connections.push(one);
        return this.connect(one);
      },
      lookup: this.lookup as Lookup,
    };
  }
}
