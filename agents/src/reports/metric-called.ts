import { fold } from '@clianta/crm-core/entity/search-text';
import { InvalidError } from '@clianta/crm-core/errors';
import type { Metric } from '@clianta/crm-core/intelligence/metrics/metric';
import { metrics } from '@clianta/crm-core/intelligence/metrics/metrics';
import { listed } from '../tools/format.ts';

const NEAREST = 3;

const namesOf = ({ name, label, aliases }: Metric) => [name, label, ...aliases].map(plain);
const plain = (text: string) => fold(text.replaceAll('_', ' ').trim());

/** All that a figure can be called by. */
export const metricWords: readonly string[] = [...new Set(metrics.flatMap(namesOf))];

/** The figure that is meant. @throws InvalidError that names the nearest, where there is none of that name */
export function metricMeant(text: string): Metric {
  const wanted = plain(text);
  const found = metrics.find((metric) =>
    namesOf(metric).some((one) => one === wanted || `${one}s` === wanted),
  );
  if (found) return found;
  const near = metrics
    .map((metric) => ({ metric, likeness: Math.max(...namesOf(metric).map((one) => likeness(one, wanted))) }))
    .toSorted((a, b) => b.likeness - a.likeness)
    .slice(0, NEAREST)
    .map(({ metric }) => metric.label.toLowerCase());
  throw new InvalidError(`I do not know a figure called “${text}”. The nearest are ${listed(near)}.`);
}

/** How many pairs of letters two texts share, 0 to 1. */
function likeness(one: string, other: string): number {
  const pairs = (text: string) =>
    new Set([...text].flatMap((_, at) => (at > 0 ? text.slice(at - 1, at + 1) : [])));
  const [a, b] = [pairs(one), pairs(other)];
  const shared = [...a].filter((pair) => b.has(pair)).length;
  return (2 * shared) / Math.max(1, a.size + b.size);
}
