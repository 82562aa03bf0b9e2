import type { ThreadAddress } from '@clianta/agents/conversation/thread-address';
import type { Reply } from '@clianta/agents/reply.schema';
import type { TurnEvent, TurnResult } from '@clianta/agents/turn-event.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { errorBody } from '../../api/http-error.ts';
import type { Channel, ChannelInputs, Problem } from '../../channel.ts';
import { readLine } from './file-command.ts';
import { renderReply } from './render.ts';

export interface TerminalOptions {
  /** Where answers go. */
  out: { write(text: string): unknown };
  /** Where the status line goes, which is drawn over; absent: none. */
  status?: { write(text: string): unknown } | undefined;
  /** Answers as JSON, one object a line. */
  isJson: boolean;
  hasColor: boolean;
  /** Columns of the terminal now; undefined where the output is none. */
  width?: () => number | undefined;
  workspaceId: string;
  userId: string;
  /** Names the conversation. */
  thread: string;
}

const CLEAR_LINE = '\r\u001b[2K';

/** One person at one terminal. What is said is handed on one after the other; answers are drawn as they come. */
export class TerminalChannel implements Channel<ChannelInputs> {
  readonly name = 'terminal';
  readonly #options: TerminalOptions;
  readonly #results = new Map<string, TurnResult>();
  readonly #answered = new Set<string>();
  #wake: () => void = () => {};
  #on: ChannelInputs | undefined;

  constructor(options: TerminalOptions) {
    this.#options = options;
  }

  async start(on: ChannelInputs): Promise<void> {
    this.#on = on;
  }

  /**
   * Says one thing, or sends a file with it (`/file <path>`), and waits until its answer is drawn.
   *
   * @returns why it was refused, if it was
   */
  async say(line: string): Promise<Problem | undefined> {
    const { workspaceId, userId, thread, isJson, out } = this.#options;
    if (!this.#on) throw new Error('The terminal has not been started.');
    let said: Awaited<ReturnType<typeof readLine>>;
    try {
      said = await readLine(line);
    } catch (error) {
      return errorBody(error).body.error;
    }
    const receipt = await this.#on.message({
      channel: 'terminal',
      externalId: newId(),
      sender: { externalTeamId: workspaceId, externalUserId: userId },
      thread: { externalTeamId: workspaceId, threadId: thread },
      ...said,
    });
    if (!receipt.isTaken) return receipt.problem;
    // answers to what was said before may come first
    while (!this.#answered.has(receipt.turnId)) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (isJson) out.write(`${JSON.stringify(this.#results.get(receipt.turnId))}\n`);
    return undefined;
  }

  async show(_to: ThreadAddress, turnId: string, event: TurnEvent): Promise<void> {
    if (event.type === 'status') this.#options.status?.write(`${CLEAR_LINE}${event.text} ...`);
    if (event.type === 'done') this.#results.set(turnId, event.result);
  }

  async send(_to: ThreadAddress, reply: Reply, turnId: string): Promise<{ externalId: string }> {
    const { out, status, isJson, hasColor, width } = this.#options;
    status?.write(CLEAR_LINE);
    if (!isJson) out.write(`${renderReply(reply, { hasColor, width: width?.() })}\n`);
    this.#answered.add(turnId);
    this.#wake();
    return { externalId: turnId };
  }

  async stop(): Promise<void> {
    this.#options.status?.write(CLEAR_LINE);
  }
}
