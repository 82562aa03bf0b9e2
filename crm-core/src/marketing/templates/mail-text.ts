import { Liquid, Output, type Template } from 'liquidjs';
import { InvalidError } from '../../errors.ts';

/** A text that takes longer is given up; without loops it takes as long as it is. */
const RENDER_MS = 50;
const MOST_PARSED = 102_400;
const MOST_MEMORY = 1_000_000;
const MOST_KEPT = 500;

const TAGS = ['if', 'unless', 'case'];
const FILTERS = [
  ...['default', 'capitalize', 'upcase', 'downcase', 'strip', 'truncate', 'truncatewords'],
  ...['append', 'prepend', 'replace', 'remove', 'plus', 'minus', 'times', 'divided_by', 'round'],
];

const liquid = new Liquid({
  ownPropertyOnly: true,
  strictFilters: true,
  parseLimit: MOST_PARSED,
  renderLimit: RENDER_MS,
  memoryLimit: MOST_MEMORY,
  // no files: there is nothing that could be included
  templates: {},
});
keepOnly(liquid.tags, TAGS);
keepOnly(liquid.filters, FILTERS);

function keepOnly(all: Record<string, unknown>, names: readonly string[]): void {
  for (const name of Object.keys(all)) if (!names.includes(name)) delete all[name];
}

/** What a text is filled with: of `contact.firstName` the value under `contact`, then `firstName`. */
export type MailValues = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A text of a mail, read once. */
export class MailText {
  /** The variables it names: `contact.firstName`. */
  readonly variables: string[];
  readonly #templates: Template[];
  readonly #text: string;
  #missing = new Set<string>();
  #encode = plain;

  /** @throws InvalidError for a text that cannot be read, or that uses what mails do without */
  constructor(text: string) {
    this.#text = text;
    try {
      this.#templates = liquid.parse(text);
      this.variables = namesIn(this.#templates);
    } catch (error) {
      throw refused(text, error);
    }
    for (const output of outputsOf(this.#templates)) this.#watch(output);
  }

  /**
   * Fills it in.
   *
   * @param encode - of each value, before it joins the text: `encodeURIComponent` in an address
   * @returns the text, and the variables that came out empty without a `default`
   * @throws InvalidError when it takes too long
   */
  fill(values: MailValues, encode: (value: string) => string = plain): { text: string; missing: string[] } {
    this.#encode = encode;
    try {
      return this.#render(values);
    } catch (error) {
      if (!isLimit(error)) throw refused(this.#text, error);
    }
    // the clock runs while the machine does other things: what took too long once is tried once more
    try {
      return this.#render(values);
    } catch (error) {
      throw refused(this.#text, error);
    }
  }

  #render(values: MailValues): { text: string; missing: string[] } {
    this.#missing = new Set();
    // a copy: liquid writes into what it is given
    const text = String(liquid.renderSync(this.#templates, { ...values }));
    return { text, missing: [...this.#missing] };
  }

  /** Liquid's strict mode fails even where there is a default: what comes out at the end tells. */
  #watch(output: Output): void {
    const [name = output.token.getText()] = namesIn([output]);
    const seen = (value: unknown) => {
      const said = wordsOf(value);
      if (said.trim() === '') this.#missing.add(name);
      return this.#encode(said);
    };
    output.render = function* render(context, emitter) {
      emitter.write(seen(yield this.value.value(context, false)));
    };
  }
}

const read = new Map<string, MailText>();

/** A text as it was read before, for mail to many. @throws InvalidError as `MailText` */
export function mailText(text: string): MailText {
  const known = read.get(text);
  if (known) return known;
  const fresh = new MailText(text);
  if (read.size >= MOST_KEPT) read.delete(read.keys().next().value ?? '');
  read.set(text, fresh);
  return fresh;
}

const isLimit = (error: unknown) => error instanceof Error && error.message.includes('render limit');

const plain = (value: string) => value;

const wordsOf = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(wordsOf).join(', ')
    : value === undefined || value === null
      ? ''
      : String(value);

const namesIn = (templates: Template[]): string[] => [
  ...new Set(liquid.globalVariableSegmentsSync(templates).map((path) => path.map(String).join('.'))),
];

function* outputsOf(templates: Iterable<unknown>): Generator<Output> {
  for (const template of templates) {
    if (template instanceof Output) yield template;
    else if (hasChildren(template)) {
      const children = template.children(false, true).next().value;
      if (Array.isArray(children)) yield* outputsOf(children);
    }
  }
}

const hasChildren = (template: unknown): template is Required<Pick<Template, 'children'>> =>
  typeof (template as { children?: unknown }).children === 'function';

function refused(text: string, error: unknown): InvalidError {
  const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
  return new InvalidError(`The text “${text.slice(0, 80)}” cannot be filled in: ${reason}.`);
}
