import { vi } from 'vitest';
import { cardsOf } from '../teams-card-rules.ts';
import { nextId, TeamsRequests } from '../teams-requests.ts';
import { type PostedActivity, TENANT, type TeamsStandIn } from '../teams-stand-in.ts';
import type { Answer, ChannelDriver, Speaker } from './channel-driver.ts';

const ACK_MS = 3_000;
let count = 0;

class TeamsSpeaker implements Speaker {
  readonly #teams: TeamsStandIn;
  readonly #requests: TeamsRequests;
  readonly #from: Record<string, unknown>;
  readonly #conversation = { id: `a:chat-${++count}`, conversationType: 'personal', tenantId: TENANT };
  /** What Teams shows of a refused press, below the card. */
  readonly #told: Answer[] = [];

  constructor(teams: TeamsStandIn, requests: TeamsRequests, id: string) {
    this.#teams = teams;
    this.#requests = requests;
    this.#from = { id: `29:${id}`, aadObjectId: `aad-${id}` };
  }

  async say(text: string, times = 1): Promise<void> {
    const activity = { id: nextId(), from: this.#from, conversation: this.#conversation };
    const deliver = () => this.#requests.say(text, activity);
    for (const { status, ms } of await Promise.all(Array.from({ length: times }, deliver)))
      if (status !== 200 || ms > ACK_MS) throw new Error(`Teams was answered ${status} after ${ms} ms`);
  }

  async decide({ id }: { id: string }, decision: 'approve' | 'reject'): Promise<void> {
    const { body } = await this.#requests.press(
      { kind: decision, approvalId: id },
      { from: this.#from, conversation: this.#conversation },
    );
    const { value } = body as { value: string };
    if (value !== 'I am on it.') this.#told.push({ text: value, drawn: value });
  }

  answers(): Answer[] {
    return [...this.#posted().map(drawn), ...this.#told];
  }

  async close(): Promise<void> {}

  #posted(): PostedActivity[] {
    return this.#teams.messages.filter((one) => one.conversationId === this.#conversation.id);
  }
}

/** The words of a message, and what is in its cards. */
function drawn({ body }: PostedActivity): Answer {
  const text = String(body.text || body.summary || '');
  return { text, drawn: `${String(body.text ?? '')}\n${JSON.stringify(cardsOf(body))}` };
}

/** Teams: signed HTTP requests in, the stand-in of the Bot Connector out. */
export function teamsDriver(
  url: string,
  teams: TeamsStandIn,
  recover: () => Promise<unknown>,
): ChannelDriver {
  const requests = new TeamsRequests(url, teams);
  return {
    name: 'teams',
    async open({ email, actor }) {
      const id = `user-${++count}`;
      teams.roster.set(`29:${id}`, { id: `29:${id}`, name: actor.name, email, tenantId: TENANT });
      return new TeamsSpeaker(teams, requests, id);
    },
    async stranger(text) {
      const speaker = new TeamsSpeaker(teams, requests, `stranger-${++count}`);
      await speaker.say(text);
      return speaker;
    },
    async sayWhileBroken(speaker, text) {
      const messages = () => teams.posts('message').length;
      const before = messages();
      teams.fail({ status: 403 });
      teams.fail({ status: 403 });
      await speaker.say(text);
      await vi.waitUntil(() => messages() > before, 10_000);
      await vi.waitFor(async () => {
        await recover();
        if (speaker.answers().length === 0) throw new Error('not yet');
      }, 10_000);
    },
    dangers: ({ text, drawn: all }) => [
      ...(text.match(/<[^>]*>|\]\((?!https:)[^)]*\)|!\[[^\]]*\]\(/g) ?? []),
      ...(all.match(/<at>|"type":"Image"|"Action\.OpenUrl"/g) ?? []),
    ],
    stop: async () => {},
  };
}
