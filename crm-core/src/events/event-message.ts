import { z } from 'zod';
import { InvalidError } from '../errors.ts';
import { type DomainEvent, domainEventSchema } from './catalogue.ts';

/** The event as it travels: JSON, so that every transport hands over the same form. */
export function toMessage(event: DomainEvent): string {
  return JSON.stringify(event);
}

/** @throws InvalidError when it is not an event of the catalogue */
export function fromMessage(message: unknown): DomainEvent {
  const parsed = domainEventSchema.safeParse(message);
  if (!parsed.success) throw new InvalidError(`Not an event: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
