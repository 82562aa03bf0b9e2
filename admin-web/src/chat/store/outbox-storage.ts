import type { OutboxItem } from './chat-state.ts';

/** The part of Storage that the outbox needs. */
export type TextStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Unsent messages survive a reload, per user and workspace. A full or forbidden storage costs only that. */
export class OutboxStorage {
  readonly #storage: TextStorage | undefined;
  readonly #key: string;

  constructor(storage: TextStorage | undefined, owner: string) {
    this.#storage = storage;
    this.#key = `clianta.outbox.${owner}`;
  }

  load(): OutboxItem[] {
    try {
      const stored: unknown = JSON.parse(this.#storage?.getItem(this.#key) ?? '[]');
      if (!Array.isArray(stored)) return [];
      return stored.filter(isItem).map((item) => ({ ...item, state: 'waiting' }));
    } catch {
      return [];
    }
  }

  save(items: readonly OutboxItem[]): void {
    const unsent = items.filter((item) => item.state !== 'sent');
    try {
      if (unsent.length === 0) this.#storage?.removeItem(this.#key);
      else this.#storage?.setItem(this.#key, JSON.stringify(unsent));
    } catch {
      // the messages are still in memory
    }
  }
}

function isItem(value: unknown): value is OutboxItem {
  if (typeof value !== 'object' || value === null) return false;
  const item = value as Record<string, unknown>;
  return ['clientMessageId', 'conversationId', 'text', 'createdAt'].every(
    (key) => typeof item[key] === 'string',
  );
}
