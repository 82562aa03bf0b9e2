import type { Card, Reply } from '@clianta/agents/reply.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';

/** The address of a record's page; undefined for records that have none. */
export type AddressOf = (entity: string, id: string) => string | undefined;

/** @param publicUrl - of the console */
export function recordAddresses(crm: CrmCore, publicUrl: string): AddressOf {
  const base = publicUrl.replace(/\/+$/, '');
  return (entity, id) => {
    const plural = crm.store.entities.get(entity)?.plural;
    return plural && `${base}/records/${encodeURIComponent(plural)}/${encodeURIComponent(id)}`;
  };
}

/** A reply whose records lead to their pages. */
export function withLinks(reply: Reply, addressOf: AddressOf): Reply {
  return { ...reply, cards: reply.cards.map((card) => cardWithLinks(card, addressOf)) };
}

function cardWithLinks(card: Card, addressOf: AddressOf): Card {
  switch (card.type) {
    case 'record':
      return linked(card, addressOf);
    case 'table':
      return { ...card, rows: card.rows.map((row) => linked(row, addressOf)) };
    case 'list':
      return { ...card, items: card.items.map((item) => linked(item, addressOf)) };
    default:
      return card;
  }
}

function linked<T extends { entity?: string | undefined; id?: string | undefined }>(
  named: T,
  addressOf: AddressOf,
): T & { url?: string } {
  const { entity, id } = named;
  const url = entity && id ? addressOf(entity, id) : undefined;
  return url ? { ...named, url } : named;
}
