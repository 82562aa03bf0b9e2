import type { Entity } from '../../entity/define-entity.ts';
import { eventTypesOf } from '../../events/catalogue.ts';

/** To see whether an address takes what is sent. */
export const TEST_EVENT = 'webhook.test';

/** Records that people speak of and everybody in the workspace may see leave the house; bookkeeping and what is private do not. */
export function sendableEvents(
  entities: ReadonlyMap<string, Entity>,
): Array<{ entity: Entity; type: string }> {
  return [...entities.values()]
    .filter(({ talk, privateTo }) => talk && !privateTo)
    .flatMap((entity) => eventTypesOf(entity).map((type) => ({ entity, type })));
}

export const isSendable = (entities: ReadonlyMap<string, Entity>, type: string): boolean =>
  sendableEvents(entities).some((one) => one.type === type);
