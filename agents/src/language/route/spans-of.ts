import type { Unit } from '../recognise/unit.ts';
import type { MaskSpan } from './mask.ts';
import { classOf, isVendor } from './word-classes.ts';

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
  ['competitor', 'vendor'],
  ['agentDefinition', 'agent'],
]);

/** What was recognised in a message, as the router is told of it. */
export function spansOf(units: readonly Unit[]): MaskSpan[] {
  return units.flatMap(({ kind, norm, start, end, matches, time }): MaskSpan[] => {
    const best = matches?.[0];
    // "Excel" with a capital is what it is without one
    if (kind === 'name' && !best && classOf.has(norm)) return [];
    const type =
      kind === 'name'
        ? best
          ? (TYPES.get(best.entity) ?? best.entity)
          : isVendor(norm)
            ? 'vendor'
            : 'name'
        : time?.kind === 'length'
          ? 'duration'
          : TYPES.get(kind);
    return type ? [{ start, end, type }] : [];
  });
}
