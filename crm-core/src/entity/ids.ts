import { createHash } from 'node:crypto';
import { ObjectId } from 'bson';

/** A new record id: 24 hexadecimal characters that sort by time of creation. */
export function newId(): string {
  return new ObjectId().toHexString();
}

/** The same seed always gives the same id, in the form of `newId`. */
export function idFrom(seed: string): string {
  return createHash('sha256').update(seed).digest('hex').slice(0, 24);
}

export function isId(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{24}$/.test(value);
}
