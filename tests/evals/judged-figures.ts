import { meets } from './expected-value.ts';
import type { Fact, Facts } from './facts.ts';
import type { Where } from './language-line.schema.ts';

interface Figures {
  of: string;
  where?: Where | undefined;
  by?: string | undefined;
  /** Summed up; without it records are counted. */
  what?: string | undefined;
}

const WORDS = [
  'no|none|nobody|nothing|zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
];

/** Figures worked out from the records that do not stand in the answer. */
export function missingFigures(answer: string, { of, where, by, what }: Figures, facts: Facts): string[] {
  const records = facts.all(of).filter((fact) => meets(fact, where));
  const figure = (some: readonly Fact[]) =>
    what ? some.reduce((sum, one) => sum + Number(one.values[what] ?? 0), 0) : some.length;
  const has = what ? hasAmount : hasCount;
  if (!by)
    return has(answer, figure(records)) ? [] : [`does not say ${figure(records).toLocaleString('en-US')}`];
  const groups = new Map<string, Fact[]>();
  for (const one of records) {
    const name = String(one.values[by] ?? '');
    groups.set(name, [...(groups.get(name) ?? []), one]);
  }
  const lines = answer.split('\n');
  return [...groups].flatMap(([name, some]) => {
    if (name === '') return [];
    const wanted = figure(some);
    const isSaid = lines.some((line) => line.toLowerCase().includes(name.toLowerCase()) && has(line, wanted));
    return isSaid ? [] : [`does not say ${wanted.toLocaleString('en-US')} for ${name}`];
  });
}

function hasCount(text: string, count: number): boolean {
  const digits = count.toLocaleString('en-US').replaceAll(',', ',?');
  const word = WORDS[count];
  return new RegExp(
    `(?<![\\d.,$€£])(${digits})(?![\\d%]|[.,]\\d)${word ? `|\\b(${word})\\b` : ''}`,
    'i',
  ).test(text);
}

function hasAmount(text: string, amount: number): boolean {
  const digits = Math.round(amount).toLocaleString('en-US').replaceAll(',', '[,.  ]?');
  return new RegExp(`(?<![\\d.,])${digits}(?:[.,]00)?(?![\\d]|[.,]\\d)`).test(text);
}
