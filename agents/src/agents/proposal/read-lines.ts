import type { ProposalLine } from '@clianta/crm-core/crm/proposal/proposal-line.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { toMinor } from '../../tools/format.ts';
import { amountIn, currencyIn } from './read-amount.ts';

/** What is offered, as it was said. Shares are 0 to 1. */
export interface SaidLines {
  lines: ProposalLine[];
  /** Of the whole. */
  discount?: number;
  /** Of every line that says none. */
  taxRate?: number;
  /** ISO 4217, where amounts name one. */
  currency?: string;
}

const NUMBER = String.raw`\d[\d.,'’]*`;
const MONEY = String.raw`(?:[$€£¥]|\b[A-Z]{3}\s)?\s*${NUMBER}\s*k?\s*(?:[$€£¥]|\b(?:eur|euros?|usd|dollars?|chf|francs?|gbp|pounds?|jpy|yen)\b)?`;
const EACH = String.raw`(?:\s*(?:each|apiece|a piece|per [\p{L}]+|an? (?:seat|user|unit|day|month|year|licen[cs]e|piece|hour)|\/\s*[\p{L}]+))?`;
const AT = String.raw`(?:\s*(?:@|\bat\b|\bfor\b|\bà\b|:|=|\bx\b|×|\bcosts?\b|\bcosting\b)\s*|\s+)`;
const forms = (...sources: string[]) => sources.map((source) => new RegExp(`^${source}$`, 'iu'));

/** How one thing is said with its price; the first form that fits. */
const FORMS = forms(
  String.raw`(?<quantity>${NUMBER})\s*(?:x|×|times|pieces? of|pcs\.?(?: of)?|units? of)?\s*(?:at|@)\s*(?<price>${MONEY})${EACH}`,
  String.raw`(?<price>${MONEY})\s+for\s+(?<text>(?!\d)[^\d].*?)`,
  String.raw`(?<quantity>${NUMBER})\s*(?:x|×|times|pieces? of|pcs\.?(?: of)?|units? of)?\s*(?<text>(?=\p{L})[^]+?)${AT}(?<price>${MONEY})${EACH}`,
  String.raw`(?<text>(?=\p{L})[^]+?)[\s:,]+(?<quantity>${NUMBER})\s*(?:x|×|at|@)\s*(?<price>${MONEY})${EACH}`,
  String.raw`(?<text>(?=\p{L})[^]+?)${AT}(?<price>${MONEY})${EACH}`,
);

const TAX = new RegExp(
  String.raw`(?:\b(?:plus|with|and|incl\.?|including)\s+|\+\s*)?(?<rate>${NUMBER})\s*(?:%|per\s?cent)?\s*(?:vat|gst|sales tax|tax(?:es)?|mwst)\b`,
  'iu',
);
const DISCOUNT = new RegExp(
  String.raw`(?:\b(?:with|less|minus|and)\s+|[-−]\s*)?(?:a\s+)?(?<rate>${NUMBER})\s*(?:%|per\s?cent)(?:\s*(?:off|discount|rebate|reduction|less))?`,
  'iu',
);
const OPTIONAL = /[([]?\boptional(?:ly)?\b[)\]]?:?/iu;
const TERM = new RegExp(
  String.raw`\s*\b(?:for|over)\s+(?<count>${NUMBER})\s+(?<unit>months?|years?|weeks?)\s*$`,
  'iu',
);
/** Where one thing ends and the next begins; a comma in a number does not. */
const BETWEEN =
  /\s*(?:;|\n|,(?!\d)|\bas well as\b|\bplus\b(?!\s*\d+\s*(?:%|per|vat|tax))|\s\+\s|\band\b)\s*/iu;

/**
 * "40 seats at 30, setup 1500 and training 800, 10% off" as lines: what has no price of its own belongs to what follows.
 *
 * @throws InvalidError for what has no price
 */
export function readLines(
  text: string,
  { currency: own, locale }: { currency: string; locale: string },
): SaidLines {
  const currency = currencyIn(text);
  const said: SaidLines = { lines: [], ...(currency && { currency }) };
  let waiting = '';
  for (const part of text
    .split(BETWEEN)
    .map((one) => one.trim())
    .filter(Boolean)) {
    const { rest, discount, taxRate, isOptional } = withoutShares(
      waiting ? `${waiting} ${part}` : part,
      locale,
    );
    if (!rest) {
      // said by itself: it is of the whole
      if (discount !== undefined) said.discount = discount;
      if (taxRate !== undefined) said.taxRate = taxRate;
      waiting = '';
      continue;
    }
    const line = readLine(rest, { currency: currency ?? own, locale });
    if (!line) {
      waiting = waiting ? `${waiting} ${part}` : part;
      continue;
    }
    waiting = '';
    said.lines.push({
      ...line,
      ...(discount !== undefined && { discount }),
      ...(taxRate !== undefined && { taxRate }),
      ...(isOptional && { isOptional }),
    });
  }
  if (waiting)
    throw new InvalidError(
      `What does “${waiting}” cost? Say it with its price, such as “40 seats at 30, setup 1500”.`,
    );
  return said;
}

function withoutShares(text: string, locale: string) {
  const tax = TAX.exec(text);
  const untaxed = tax ? text.replace(tax[0], ' ') : text;
  const off = DISCOUNT.exec(untaxed);
  const plain = off ? untaxed.replace(off[0], ' ') : untaxed;
  const share = (found: RegExpExecArray | null) => {
    const rate = found?.groups?.rate;
    return rate === undefined ? undefined : amountIn(rate, locale) / 100;
  };
  return {
    rest: plain
      .replace(OPTIONAL, ' ')
      .replace(/\s+/g, ' ')
      .replace(/[\s,:-]+$/, '')
      .trim(),
    discount: share(off),
    taxRate: share(tax),
    isOptional: OPTIONAL.test(plain),
  };
}

function readLine(
  text: string,
  { currency, locale }: { currency: string; locale: string },
): ProposalLine | undefined {
  const term = TERM.exec(text);
  const said = term ? text.slice(0, term.index) : text;
  const found = FORMS.map((form) => form.exec(said)?.groups).find(Boolean);
  if (!found?.price) return undefined;
  const count = term?.groups?.count ? amountIn(term.groups.count, locale) : 1;
  const quantity = (found.quantity === undefined ? 1 : amountIn(found.quantity, locale)) * count;
  const name = capitalised(
    (found.text ?? 'Item').replace(/^(?:an?|the|for|of)\s+/iu, '').replace(/[\s,:]+$/, ''),
  );
  return {
    text: term ? `${name}, ${term.groups?.count} ${term.groups?.unit}` : name,
    quantity,
    unitMinor: toMinor(amountIn(found.price, locale), currency),
  };
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
