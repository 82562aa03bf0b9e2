import type { ProposalRecord } from '@clianta/crm-core/crm/proposal/proposal.schema';
import type { ProposalLine } from '@clianta/crm-core/crm/proposal/proposal-line.schema';
import { discountFor } from '@clianta/crm-core/crm/proposal/proposal-totals';
import type { ProposalChange } from '@clianta/crm-core/crm/proposal/revise-proposal';
import { fold } from '@clianta/crm-core/entity/search-text';
import { InvalidError } from '@clianta/crm-core/errors';
import { percentOnPaper } from '../../proposals/proposal-figures.ts';
import { formatNumber, listed, toMinor } from '../../tools/format.ts';
import { readLines } from './read-lines.ts';

/** What is said of a proposal's lines and of the whole; amounts in whole units, shares in percent. */
export interface SaidChange {
  /** Words of the line that is meant. */
  line?: string | undefined;
  /** A bare number: how many, or what one costs. */
  value?: number | undefined;
  quantity?: number | undefined;
  price?: number | undefined;
  discount?: number | undefined;
  discountAmount?: number | undefined;
  /** What it is to come to. */
  total?: number | undefined;
  tax?: number | undefined;
  taxIncluded?: boolean | undefined;
  add?: string | undefined;
  remove?: string | undefined;
  optional?: string | undefined;
  currency?: string | undefined;
}

interface Local {
  currency: string;
  locale: string;
  timeZone: string;
}

/** What is to be changed, and how that is told: "45 seats instead of 40". @throws InvalidError for what cannot be meant */
export function changeSaid(
  proposal: ProposalRecord,
  said: SaidChange,
  local: Local,
): { change: ProposalChange; told: string[] } {
  const currency = said.currency?.toUpperCase() ?? proposal.currency ?? local.currency;
  const told: string[] = [];
  let lines: ProposalLine[] = proposal.lines;
  const change: ProposalChange = {};
  const percent = (share: number) => percentOnPaper(share, local.locale);
  const edit = (words: string | undefined, patch: (line: ProposalLine) => Partial<ProposalLine>) => {
    const at = lineAt(lines, words, proposal.reference);
    lines = lines.map((line, index) => (index === at ? { ...line, ...patch(line) } : line));
  };
  if (said.add !== undefined) {
    const added = readLines(said.add, { currency, locale: local.locale });
    lines = [...lines, ...added.lines.map((line) => withTaxOf(lines, line))];
    told.push(`added ${listed(added.lines.map(({ text }) => text))}`);
  }
  if (said.remove !== undefined) {
    const at = lineAt(lines, said.remove, proposal.reference);
    told.push(`took off ${lines[at]?.text}`);
    lines = lines.filter((_, index) => index !== at);
  }
  if (said.optional !== undefined) {
    edit(said.optional, (line) => {
      told.push(`${line.text} is optional`);
      return { isOptional: true };
    });
  }
  const { quantity, price } = meantBy(said, lines, proposal, currency);
  if (quantity !== undefined)
    edit(said.line, (line) => {
      told.push(`${count(quantity, local)} × ${line.text} instead of ${count(line.quantity, local)}`);
      return { quantity };
    });
  if (price !== undefined)
    edit(said.line, (line) => {
      told.push(`${count(price, local)} each for ${line.text}`);
      return { unitMinor: toMinor(price, currency) };
    });
  if (said.discount !== undefined) {
    const share = Math.round(said.discount * 1e4) / 1e6;
    if (said.line === undefined) Object.assign(change, { discount: share || null, discountMinor: null });
    else edit(said.line, () => ({ discount: share }));
    told.push(share === 0 ? 'no discount' : `${percent(share)} off`);
  }
  if (said.discountAmount !== undefined) {
    Object.assign(change, { discount: null, discountMinor: toMinor(said.discountAmount, currency) || null });
    told.push(`${count(said.discountAmount, local)} off the total`);
  }
  if (said.tax !== undefined) {
    const taxRate = Math.round(said.tax * 1e4) / 1e6;
    if (said.line === undefined) lines = lines.map((line) => ({ ...line, taxRate }));
    else edit(said.line, () => ({ taxRate }));
    told.push(taxRate === 0 ? 'no tax' : `${percent(taxRate)} tax`);
  }
  if (said.taxIncluded !== undefined) {
    change.taxIncluded = said.taxIncluded;
    told.push(said.taxIncluded ? 'prices include tax' : 'prices are without tax');
  }
  if (said.currency !== undefined) {
    change.currency = currency;
    told.push(`in ${currency}`);
  }
  if (said.total !== undefined) {
    const discountMinor = discountFor(
      { ...proposal, ...change, lines } as never,
      toMinor(said.total, currency),
    );
    if (discountMinor === undefined)
      throw new InvalidError(
        `Nothing that is taken off brings ${proposal.reference} to exactly ${count(said.total, local)}. Change a price or a quantity instead.`,
      );
    Object.assign(change, { discount: null, discountMinor });
    told.push(`${count(said.total, local)} in total`);
  }
  return { change: { ...change, ...(lines !== proposal.lines && { lines }) }, told };
}

const count = (value: number, local: Local) => formatNumber(value, local);

/** A bare number is what it is nearer to: "make it 45" of 40 seats at 30 is 45 seats, "make it 28" is 28 each. */
function meantBy(
  { value, quantity, price, line }: SaidChange,
  lines: readonly ProposalLine[],
  { reference }: ProposalRecord,
  currency: string,
): { quantity?: number | undefined; price?: number | undefined } {
  if (value === undefined) return { quantity, price };
  const { quantity: many, unitMinor } = lines[lineAt(lines, line, reference)] as ProposalLine;
  const each = unitMinor / toMinor(1, currency);
  const distance = (one: number) => Math.abs(Math.log(Math.max(value, 1e-9) / Math.max(one, 1e-9)));
  return distance(each) < distance(many) ? { price: value, quantity } : { quantity: value, price };
}

const ORDINALS = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
];
const STOP = new Set([
  'the',
  'a',
  'an',
  'line',
  'position',
  'item',
  'pos',
  'of',
  'for',
  'package',
  'no',
  'number',
]);

/** The place of the line that is meant: by its place, or by words of it; the only one where none is named. */
function lineAt(lines: readonly ProposalLine[], words: string | undefined, reference: string): number {
  if (words === undefined) {
    if (lines.length === 1) return 0;
    throw new InvalidError(
      `${reference} has ${lines.length} lines: ${listed(lines.map(({ text }) => text))}. Say which, such as “make ${lines[0]?.text.toLowerCase()} 45”.`,
    );
  }
  const wanted = fold(words)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word && !STOP.has(word));
  const place = wanted.length === 1 ? placeOf(wanted[0] ?? '') : -1;
  if (place >= 0 && place < lines.length) return place;
  const found = lines.flatMap(({ text }, at) => {
    const own = fold(text).split(/[^\p{L}\p{N}]+/u);
    return wanted.length > 0 && wanted.every((word) => own.some((one) => isSameWord(one, word))) ? [at] : [];
  });
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only;
  throw new InvalidError(
    `${others.length > 0 ? `Several lines of ${reference} are called` : `No line of ${reference} is called`} “${words}”. Its lines: ${listed(lines.map(({ text }, at) => `${at + 1}. ${text}`))}.`,
  );
}

const isSameWord = (one: string, word: string) =>
  one.startsWith(word) || (word.length > 3 && word.startsWith(one) && one.length > 3);

const placeOf = (word: string): number =>
  /^\d{1,2}$/.test(word) ? Number(word) - 1 : word === 'last' ? -1 : ORDINALS.indexOf(word);

/** What is added is taxed as the rest is, where all of that is taxed alike. */
function withTaxOf(lines: readonly ProposalLine[], line: ProposalLine): ProposalLine {
  const [rate, ...others] = new Set(lines.map(({ taxRate }) => taxRate));
  return line.taxRate === undefined && rate !== undefined && others.length === 0
    ? { ...line, taxRate: rate }
    : line;
}
