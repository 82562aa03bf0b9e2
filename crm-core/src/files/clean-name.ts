import { extname } from 'node:path';

const MOST_LETTERS = 200;

/** Letters that change how a name is shown, or that no name has: controls, turned text, invisible ones. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu;

/**
 * The name of a file as it is kept: its last part, without what cannot be seen, its ending kept when it is too long.
 *
 * @returns "file" when nothing is left
 */
export function cleanName(given: string): string {
  const last = given.normalize('NFC').replace(UNSEEN, '').split(/[/\\]/).at(-1) ?? '';
  const name = last.replace(/\s+/g, ' ').trim().replace(/^\.+/, '');
  if (name.length <= MOST_LETTERS) return name || 'file';
  const ending = extname(name).slice(0, 10);
  return `${name.slice(0, MOST_LETTERS - ending.length)}${ending}`;
}
