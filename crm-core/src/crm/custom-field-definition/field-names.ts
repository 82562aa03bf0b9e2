import type { Entity } from '../../entity/define-entity.ts';
import { fold } from '../../entity/search-text.ts';

/** Of every record, whatever it is of. */
const OF_EVERY_RECORD = ['id', 'created', 'created at', 'updated', 'updated at', 'created by', 'version'];

/** `contractEnd` as "contract end". */
const asWords = (key: string): string => key.replace(/([a-z])([A-Z])/g, '$1 $2');

/** What a built-in field of the entity is called that the name would be mistaken for; undefined when there is none. */
export function builtInCalled(entity: Entity, name: string): string | undefined {
  const wanted = fold(asWords(name));
  if (OF_EVERY_RECORD.includes(wanted)) return wanted;
  return entity.fields
    .filter((field) => !field.hidden)
    .find((field) =>
      [
        field.name,
        field.name.replace(/(Id|At|Minor)$/, ''),
        field.label ?? '',
        ...(field.aliases ?? []),
      ].some((known) => fold(asWords(known)) === wanted),
    )?.label;
}
