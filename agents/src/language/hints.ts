import type { Catalogue } from '../catalogue.ts';
import { iso } from './recognise/times/time-value.ts';
import type { Unit } from './recognise/unit.ts';

/** More of them a model does not need. */
const MOST = 12;

/** What was recognised in a message, in a line each, for a vendor's model. */
export function hintsOf(units: readonly Unit[], catalogue: Catalogue): string[] {
  return units
    .flatMap(({ kind, text, matches = [], time, value, currency }): string[] => {
      const [best] = matches;
      if (kind === 'name' && best) {
        const noun = catalogue.entities.get(best.entity)?.label.one ?? best.entity;
        return [`"${text}" is the ${noun} ${best.title} (id ${best.id})`];
      }
      if (time?.kind === 'span') return [`"${text}" is ${iso(time.from)} to ${iso(time.to)}`];
      if (kind === 'money') return [`"${text}" is the amount ${value}${currency ? ` ${currency}` : ''}`];
      return [];
    })
    .slice(0, MOST);
}
