/** POSIX classes as they stand within a JavaScript class. */
export const POSIX: ReadonlyMap<string, string> = new Map(
  Object.entries({
    alpha: 'a-zA-Z',
    digit: '0-9',
    alnum: 'a-zA-Z0-9',
    upper: 'A-Z',
    lower: 'a-z',
    space: '\\t\\n\\v\\f\\r ',
    blank: '\\t ',
    punct: '!-\\/:-@\\[-`\\{-~',
    word: '\\w',
    xdigit: '0-9A-Fa-f',
    cntrl: '\\x00-\\x1f\\x7f',
    print: ' -~',
    graph: '!-~',
    ascii: '\\x00-\\x7f',
  }),
);

const HORIZONTAL = '\\t \\u00a0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000';
const SPACE = '\\t\\n\\v\\f\\r ';
/** Only the very start and end: the result has no `m` flag. */
export const START = '^';
export const END = '$';

/** Escapes outside of a class that mean something else to JavaScript, or nothing. */
export const ESCAPES: Record<string, string> = {
  A: START,
  z: END,
  Z: `(?=\\n?${END})`,
  h: `[${HORIZONTAL}]`,
  H: `[^${HORIZONTAL}]`,
  s: `[${SPACE}]`,
  S: `[^${SPACE}]`,
  R: '(?:\\r\\n|[\\n\\v\\f\\r\\u0085\\u2028\\u2029])',
  N: '[^\\n]',
  a: '\\x07',
  e: '\\x1b',
};
export const CLASS_ESCAPES: Record<string, string> = {
  h: HORIZONTAL,
  s: SPACE,
  a: '\\x07',
  e: '\\x1b',
  b: '\\b',
};
export const SHARED_ESCAPES = 'dDwWbBtnrfv0123456789kpPuxc';
export const SYNTAX = /[\^$\\.*+?()[\]{}|/]/;
