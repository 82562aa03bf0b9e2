import type { FrameLocator, Locator, Page } from 'playwright-core';

/** What a person sees and does in a conversation, in the console or in the widget. */
export class ChatOnPage {
  readonly #page: Page | FrameLocator;

  constructor(page: Page | FrameLocator) {
    this.#page = page;
  }

  get composer(): Locator {
    return this.#page.getByLabel('Message to Clianta');
  }

  get log(): Locator {
    return this.#page.getByRole('log', { name: 'Conversation' });
  }

  /** The user's own messages, also those that are still on their way. */
  get asked(): Locator {
    return this.log.getByRole('article', { name: 'You' });
  }

  /** Answers that are complete. */
  get answers(): Locator {
    return this.log.locator('article[aria-label="Clianta"]:not([aria-busy])');
  }

  /** The answer that is being written. */
  get running(): Locator {
    return this.log.locator('article[aria-label="Clianta"][aria-busy]');
  }

  card(name: string | RegExp): Locator {
    return this.log.getByRole('group', { name });
  }

  async open(): Promise<this> {
    await this.log.waitFor();
    return this;
  }

  /** Writes and sends; does not wait for an answer. */
  async send(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  /** Does something that is answered, such as a click on Approve, and returns the answer. */
  async answerTo(act: () => Promise<void>): Promise<Locator> {
    const before = await this.answers.count();
    await act();
    const answer = this.answers.nth(before);
    await answer.waitFor();
    await this.running.waitFor({ state: 'detached' });
    return answer;
  }

  /** Says something and returns the answer. */
  say(text: string): Promise<Locator> {
    return this.answerTo(() => this.send(text));
  }

  async newConversation(): Promise<void> {
    const begin = this.log.getByRole('heading', { name: /What can I do for you/ });
    await this.#page.getByRole('button', { name: 'New conversation' }).first().click();
    await begin.waitFor();
  }
}
