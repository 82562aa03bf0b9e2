import type { Condition } from '../../entity/filter.schema.ts';

/** How the records that count make one figure. */
type Measure =
  /** How many there are. */
  | { kind: 'count' }
  /** A number field added up; an amount for each currency. */
  | { kind: 'sum'; of: string; weightBy?: string }
  | { kind: 'average'; of: string }
  /** A number field that is no money, on average. */
  | { kind: 'mean'; of: string; unit: 'seconds' }
  /** The days from one instant of a record to another, on average. */
  | { kind: 'days'; from: string; to: string }
  /** How many of them also fulfil this, from 0 to 1. */
  | { kind: 'share'; of: readonly Condition[] };

/** A figure that is worked out in one way, wherever it is shown. */
export interface Metric {
  /** `won_value`. */
  name: string;
  label: string;
  /** What else people call it. */
  aliases: readonly string[];
  /** Whose records it is made of. */
  entity: string;
  /** What one of its records is called, where it is not the whole of what the entity is called. */
  counts?: { one: string; many: string };
  /** Which of them count. */
  where: readonly Condition[];
  /** The date that puts a record into a period. */
  at: string;
  measure: Measure;
  /** What it says, in a few words: for who asks how it is worked out. */
  says: string;
}

/** What the figure is counted in. */
export const UNITS = ['money', 'count', 'percent', 'days', 'seconds'] as const;
export type Unit = (typeof UNITS)[number];

export const defineMetric = (metric: Metric): Metric => metric;

export function unitOf({ measure }: Metric): Unit {
  switch (measure.kind) {
    case 'count':
      return 'count';
    case 'days':
      return 'days';
    case 'share':
      return 'percent';
    case 'mean':
      return measure.unit;
    default:
      return 'money';
  }
}
