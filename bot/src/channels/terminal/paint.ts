import type { styleText } from 'node:util';

/** Gives a text a style, where the output can show it. */
export type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

/** Control characters of stored text must not steer the terminal. */
export function clean(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are just what is taken out
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}
