import type { CountryCode } from 'libphonenumber-js/min';
import type { Entity } from './define-entity.ts';
import { compileSearch, type MongoFilter } from './filter.ts';
import { phonePrefixes } from './phone-number.ts';
import { isPhoneField } from './record-keys.ts';

/** The condition that finds records by a text: by words, and by a phone number however it is written. */
export function searchCondition(
  entity: Entity,
  text: string,
  withTypos: boolean,
  region: CountryCode | undefined,
): MongoFilter {
  const words = compileSearch(text, withTypos);
  const hasPhone = entity.search?.some((name) => isPhoneField(entity, name));
  const numbers = hasPhone ? phonePrefixes(text, region) : [];
  if (numbers.length === 0) return words;
  return { $or: [words, ...numbers.map((digits) => ({ 'search.words': { $regex: `^${digits}` } }))] };
}
