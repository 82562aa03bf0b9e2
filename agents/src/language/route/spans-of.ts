import type { Unit } from '../recognise/unit.ts';
import type { MaskSpan } from './mask.ts';

/** The word of the router for what a unit is. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['time', 'date'],
  ['email', 'email'],
  ['phone', 'phone'],
  ['url', 'link'],
  ['money', 'money'],
  ['percent', 'percent'],
  ['number', 'number'],
  ['quote', 'quote'],
  ['contact', 'person'],
  ['user', 'person'],
  ['company', 'org'],
  ['opportunity', 'deal'],
]);

/** What was recognised in a message, as the router is told of it. */
export function spansOf(units: readonly Unit[]): MaskSpan[] {
  return units.flatMap(({ kind, start, end, matches, time }): MaskSpan[] => {
    const best = matches?.[0];
    const type =
      kind === 'name'
        ? ((best && (TYPES.get(best.entity) ?? best.entity)) ?? 'name')
        : time?.kind === 'length'
          ? 'duration'
          : TYPES.get(kind);
    return type ? [{ start, end, type }] : [];
  });
}
