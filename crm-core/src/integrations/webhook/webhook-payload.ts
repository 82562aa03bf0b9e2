import type { AnyRecord, Entity } from '../../entity/define-entity.ts';
import type { DomainEvent } from '../../events/catalogue.ts';

/** More is not sent (Standard Webhooks); of a longer record only which it is. */
const MOST_BYTES = 20_000;

/**
 * An event in the bytes that are signed and sent. `recordVersion` puts events of a record in order: they may come in another.
 *
 * @param record - as it is now; undefined when it is gone
 */
export function webhookPayload(entity: Entity, event: DomainEvent, record: AnyRecord | undefined): string {
  const { type, at, recordId, recordTitle, recordVersion, actor, before, after } = event;
  const about = {
    entity: entity.name,
    id: recordId,
    title: recordTitle,
    recordVersion,
    by: { type: actor.type, name: actor.name },
  };
  const whole = written(type, at, {
    ...about,
    changed: { before: shown(entity, before), after: shown(entity, after) },
    ...(record && { record }),
  });
  if (fits(whole)) return whole;
  return written(type, at, { ...about, isShortened: true });
}

export const testPayload = (at: Date, name: string): string =>
  written('webhook.test', at, { message: `A test event from Clianta for ${name}.` });

const written = (type: string, at: Date, data: object): string =>
  JSON.stringify({ type, timestamp: at.toISOString(), data });

const fits = (text: string): boolean => Buffer.byteLength(text) <= MOST_BYTES;

function shown(entity: Entity, values: Record<string, unknown>): Record<string, unknown> {
  const hidden = new Set(entity.fields.filter((field) => field.hidden).map(({ name }) => name));
  return Object.fromEntries(Object.entries(values).filter(([name]) => !hidden.has(name)));
}
