import type { TextStorage } from './outbox-storage.ts';

/**
 * What was begun and not sent, by conversation: one key each, so that two tabs do not write over each other. A full or
 * forbidden storage costs only the way over a reload.
 */
export class DraftStorage {
  readonly #storage: TextStorage | undefined;
  readonly #prefix: string;
  readonly #texts = new Map<string, string>();

  constructor(storage: TextStorage | undefined, owner: string) {
    this.#storage = storage;
    this.#prefix = `clianta.draft.${owner}.`;
  }

  load(conversationId: string): string {
    const known = this.#texts.get(conversationId);
    if (known !== undefined) return known;
    try {
      return this.#storage?.getItem(this.#prefix + conversationId) ?? '';
    } catch {
      return '';
    }
  }

  save(conversationId: string, text: string): void {
    this.#texts.set(conversationId, text);
    const key = this.#prefix + conversationId;
    try {
      if (text.trim()) this.#storage?.setItem(key, text);
      else this.#storage?.removeItem(key);
    } catch {
      // the draft is still in memory
    }
  }
}
