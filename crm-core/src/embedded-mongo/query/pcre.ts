import { MongoError } from '../mongo-error.ts';
import { CLASS_ESCAPES, END, ESCAPES, POSIX, SHARED_ESCAPES, START, SYNTAX } from './pcre-words.ts';

/**
 * Writes a PCRE pattern, MongoDB's kind, as one of JavaScript's for its `u` flag.
 *
 * Ends of lines, spaces and classes mean what they mean in PCRE; what JavaScript has no words for is refused, as it
 * would quietly match something else.
 *
 * @param options - `m`, `s` and `x` change how the pattern is read; `s` is not needed by the result
 * @throws MongoError 115 for possessive and atomic groups, recursion, conditions and control verbs
 */
export function fromPcre(pattern: string, options: string): string {
  return new PcreReader(pattern, options).read();
}

class PcreReader {
  readonly #chars: string[];
  readonly #options: string;
  #at = 0;
  #out = '';

  constructor(pattern: string, options: string) {
    this.#chars = [...pattern];
    this.#options = options;
  }

  read(): string {
    while (this.#at < this.#chars.length) this.#next();
    return this.#out;
  }

  get #rest(): string {
    return this.#chars.slice(this.#at).join('');
  }

  #next(): void {
    const char = this.#chars[this.#at] as string;
    if (char === '\\') this.#escape();
    else if (char === '[') this.#class();
    else if (char === '(') this.#group();
    else if ('*+?{'.includes(char)) this.#quantifier(char);
    else this.#plain(char);
  }

  #plain(char: string): void {
    this.#at++;
    if (this.#options.includes('x') && this.#isIgnored(char)) return;
    const isMultiline = this.#options.includes('m');
    if (char === '.') this.#out += this.#options.includes('s') ? '[^]' : '[^\\n]';
    else if (char === '^') this.#out += isMultiline ? '(?<![^\\n])' : START;
    else if (char === '$') this.#out += isMultiline ? `(?=\\n|${END})` : `(?=\\n?${END})`;
    else this.#out += char === ']' || char === '}' ? `\\${char}` : char;
  }

  /** White space and comments of an extended pattern. */
  #isIgnored(char: string): boolean {
    if (char === '#') while (this.#at < this.#chars.length && this.#chars[this.#at] !== '\n') this.#at++;
    return char === '#' || /\s/.test(char);
  }

  #escape(): void {
    const char = this.#chars[this.#at + 1];
    if (char === undefined)
      throw new MongoError(51091, 'Regular expression is invalid: \\ at end of pattern');
    this.#at += 2;
    if (char === 'Q') this.#quoted();
    else if (char !== 'E') this.#out += ESCAPES[char] ?? this.#sharedEscape(char);
  }

  #sharedEscape(char: string): string {
    if (!/[A-Za-z0-9]/.test(char)) return SYNTAX.test(char) ? `\\${char}` : char;
    if (!SHARED_ESCAPES.includes(char)) throw refused(`\\${char}`);
    const hex = char === 'x' ? /^\{([0-9A-Fa-f]+)\}/.exec(this.#rest) : null;
    if (hex) {
      this.#at += hex[0].length;
      return `\\u{${hex[1]}}`;
    }
    const isShortProperty = (char === 'p' || char === 'P') && this.#chars[this.#at] !== '{';
    return isShortProperty ? `\\${char}{${this.#chars[this.#at++] ?? ''}}` : `\\${char}`;
  }

  #quoted(): void {
    for (; this.#at < this.#chars.length; this.#at++) {
      if (this.#chars[this.#at] === '\\' && this.#chars[this.#at + 1] === 'E') {
        this.#at += 2;
        return;
      }
      const char = this.#chars[this.#at] as string;
      this.#out += SYNTAX.test(char) ? `\\${char}` : char;
    }
  }

  #class(): void {
    let out = '[';
    this.#at++;
    if (this.#chars[this.#at] === '^') {
      out += '^';
      this.#at++;
    }
    for (let isFirst = true; ; isFirst = false) {
      const char = this.#chars[this.#at];
      if (char === undefined)
        throw new MongoError(51091, 'Regular expression is invalid: missing terminating ]');
      if (char === ']' && !isFirst) break;
      out += this.#classItem(char);
    }
    this.#at++;
    this.#out += `${out}]`;
  }

  #classItem(char: string): string {
    const posix = char === '[' ? /^\[:(\^?)(\w+):\]/.exec(this.#rest) : null;
    if (posix) {
      const items = POSIX.get(posix[2] as string);
      if (items === undefined || posix[1]) throw refused(posix[0]);
      this.#at += posix[0].length;
      return items;
    }
    this.#at++;
    if (char !== '\\') return SYNTAX.test(char) ? `\\${char}` : char;
    const escaped = this.#chars[this.#at++] ?? '';
    if (escaped === '-') return '\\-';
    return CLASS_ESCAPES[escaped] ?? this.#sharedEscape(escaped);
  }

  #group(): void {
    const rest = this.#rest;
    if (rest.startsWith('(*') || /^\(\?(>|\||\(|R|&|P>|[+-]?\d)/.test(rest)) throw refused(rest.slice(0, 4));
    const comment = /^\(\?#[^)]*\)/.exec(rest);
    const named = /^\(\?P?[<']([A-Za-z_]\w*)[>']/.exec(rest);
    const back = /^\(\?P=([A-Za-z_]\w*)\)/.exec(rest);
    const plain = /^\((?:\?(?:[:=!]|<[=!]))?/.exec(rest);
    if (comment) this.#at += comment[0].length;
    else if (back) this.#take(back[0], `\\k<${back[1]}>`);
    else if (named) this.#take(named[0], `(?<${named[1]}>`);
    else if (rest.startsWith('(?') && plain?.[0] === '(') throw refused(rest.slice(0, 4));
    else this.#take(plain?.[0] ?? '(', plain?.[0] ?? '(');
  }

  #take(text: string, out: string): void {
    this.#at += text.length;
    this.#out += out;
  }

  #quantifier(char: string): void {
    const counted = char === '{' ? /^\{\d+(?:,\d*)?\}/.exec(this.#rest) : null;
    if (char === '{' && !counted) {
      this.#take('{', '\\{');
      return;
    }
    const text = counted?.[0] ?? char;
    this.#take(text, text);
    const next = this.#chars[this.#at];
    if (next === '+') throw refused(`${text}+`);
    if (next === '?') this.#take('?', '?');
  }
}

const refused = (what: string) =>
  new MongoError(
    'CommandNotSupported',
    `${what} in a regular expression is not supported by the embedded server`,
  );
