import { minorDigits } from '../../entity/money.ts';
import { fold } from '../../entity/search-text.ts';
import { unguarded } from './formula-guard.ts';
import { type DateOrder, readDate } from './read-date.ts';
import { readNumber } from './read-number.ts';
import type { Target } from './targets.ts';

/** How the cells of an import are read. */
export interface CellContext {
  timeZone: string;
  /** Of the row, else the workspace's. */
  currency: string;
  hasDecimalComma: boolean;
}

export type ReadCell =
  | { value: unknown; currency?: string }
  | { problem: string }
  /** Empty: what the record has stays. */
  | undefined;

const FORMULA_ERROR = /^#(REF!|N\/A|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)$/i;
/** A long number that a spreadsheet has rounded. */
const ROUNDED = /^\d[.,]\d+E\+\d+$/i;
const YES = new Set(['yes', 'y', 'true', '1', 'x', 'ja', 'oui', 'si', 'wahr']);
const NO = new Set(['no', 'n', 'false', '0', 'nein', 'non', 'falsch']);
const SEPARATED = /\s*[;,|\n]\s*/;

/** What a cell says for its target; references are read as the text that names the record. */
export function readCell(
  target: Target,
  cell: string,
  context: CellContext,
  order?: DateOrder | undefined,
): ReadCell {
  const text = unguarded(cell.trim());
  if (text === '') return undefined;
  const no = (what: string) => ({ problem: `${target.label}: “${text.slice(0, 60)}” ${what}.` });
  if (FORMULA_ERROR.test(text)) return no('is a formula that failed');
  if (target.field?.format === 'phone' && ROUNDED.test(text))
    return no('is a number that a spreadsheet has rounded');
  switch (target.field?.ref || target.part ? 'string' : target.kind) {
    case 'number': {
      const found = readNumber(text, context.hasDecimalComma);
      if (!found) return no('is no number');
      return numberOf(target, found.value, context, found);
    }
    case 'boolean': {
      const word = fold(text);
      if (YES.has(word)) return { value: true };
      return NO.has(word) ? { value: false } : no('is neither yes nor no');
    }
    case 'day':
    case 'date': {
      const found = readDate(text, order, context.timeZone);
      if (!found) return no(order ? 'is no date of this column' : 'is no date, or its order is not known');
      return { value: target.kind === 'day' ? found.toISODate() : found.toJSDate() };
    }
    case 'enum': {
      const options = target.field?.options ?? [];
      const found = options.find((option) => fold(option.replaceAll('_', ' ')) === fold(text));
      return found ? { value: found } : no(`is none of ${options.join(', ')}`);
    }
    case 'array':
      return { value: text.split(SEPARATED).filter(Boolean) };
    default:
      return { value: text };
  }
}

function numberOf(
  { field }: Target,
  value: number,
  { currency: own }: CellContext,
  { currency, isPercent }: { currency?: string; isPercent?: boolean },
): ReadCell {
  if (field?.format === 'money') {
    const known = currency && isCurrency(currency) ? currency : undefined;
    return { value: Math.round(value * 10 ** minorDigits(known ?? own)), ...(known && { currency: known }) };
  }
  if (field?.format === 'percent') return { value: isPercent || value > 1 ? value / 100 : value };
  return { value };
}

const isCurrency = (code: string): boolean => Intl.supportedValuesOf('currency').includes(code);
