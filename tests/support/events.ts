import { newId } from '@clianta/crm-core/entity/ids';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import type { DeadLetter, DeadLetterStore } from '@clianta/crm-core/events/dead-letters';

/** A valid event; every call has an id of its own. */
export function anEvent(values: Partial<DomainEvent> = {}): DomainEvent {
  const entryId = newId();
  return {
    id: `${entryId}-0`,
    type: 'contact.created',
    workspaceId: newId(),
    at: new Date('2026-03-02T10:00:00.000Z'),
    entity: 'contact',
    recordId: newId(),
    recordTitle: 'Jane Doe',
    recordVersion: 1,
    actor: { type: 'user', id: newId(), name: 'Ada Park' },
    groupId: entryId,
    before: {},
    after: { name: 'Jane Doe', lastContactedAt: new Date('2026-04-01T00:00:00.000Z') },
    ...values,
  };
}

/** Dead letters for tests without a database. */
export function deadLettersInMemory(): DeadLetterStore {
  const letters = new Map<string, DeadLetter>();
  return {
    add: async (letter) => void letters.set(letter.id, letter),
    list: async (limit) => [...letters.values()].reverse().slice(0, limit),
    find: async (id) => letters.get(id),
    remove: async (id) => void letters.delete(id),
    rewrite: async (change) => {
      for (const [id, letter] of letters) {
        const next = change(letter);
        if (next === undefined) letters.delete(id);
        else letters.set(id, next as DeadLetter);
      }
    },
  };
}
