import { kindOfName } from '@clianta/crm-core/files/file-kinds';

/** A file that was wrapped. */
export interface WrappedFile {
  name: string;
  type: string;
  content: Buffer;
}

const SIGNATURE = 0x223e9f78;
/** Attributes, as [MS-OXTNEF] 2.1.3.2 numbers them; the upper half says what kind of value they have. */
const BEGINS_FILE = 0x9002;
const TITLE = 0x8010;
const DATA = 0x800f;
const PROPERTIES = 0x9005;
/** MAPI properties of a file: its name in long, its media type. */
const LONG_NAME = 0x3707;
const MEDIA_TYPE = 0x370e;
const MOST_FILES = 200;

/** Whether a file is what Outlook wraps others in. */
export const isTnef = ({ name, type }: { name: string; type: string }): boolean =>
  /^application\/(?:vnd\.)?ms-tnef$/i.test(type) || name.toLowerCase() === 'winmail.dat';

/**
 * The files in a `winmail.dat`, which Outlook sends to whoever it believes to use Outlook as well (TNEF, [MS-OXTNEF]).
 *
 * @returns none where it is no TNEF; those before the place where it is broken off
 */
export function openTnef(bytes: Buffer): WrappedFile[] {
  if (bytes.length < 6 || bytes.readUInt32LE(0) !== SIGNATURE) return [];
  const files: Array<{ name: string; type?: string; content?: Buffer }> = [];
  // a byte of level, the attribute, its length, its value and a checksum
  for (let at = 6; at + 9 <= bytes.length; ) {
    const attribute = bytes.readUInt32LE(at + 1) & 0xffff;
    const end = at + 9 + bytes.readUInt32LE(at + 5);
    if (end > bytes.length) break;
    const value = bytes.subarray(at + 9, end);
    at = end + 2;
    if (attribute === BEGINS_FILE) files.push({ name: '' });
    const file = files.at(-1);
    if (!file || files.length > MOST_FILES) continue;
    if (attribute === TITLE) file.name ||= text(value, 'latin1');
    if (attribute === DATA) file.content = value;
    if (attribute !== PROPERTIES) continue;
    const own = propertiesIn(value);
    file.name = own.get(LONG_NAME) || file.name;
    const type = own.get(MEDIA_TYPE);
    if (type) file.type = type;
  }
  return files.flatMap(({ name, type, content }) =>
    content
      ? [
          {
            name: name || 'attachment',
            type: type ?? kindOfName(name)?.mime ?? 'application/octet-stream',
            content,
          },
        ]
      : [],
  );
}

const text = (value: Buffer, encoding: 'latin1' | 'utf16le') =>
  value
    .toString(encoding)
    .replace(/\0[\s\S]*$/, '')
    .trim();

const STRING8 = 0x1e;
const UNICODE = 0x1f;
const OF_ANY_LENGTH = new Set([STRING8, UNICODE, 0x102, 0x0d]);
/** How long values of one length are, where that is not four bytes. */
const LENGTHS: Readonly<Record<number, number>> = { 5: 8, 6: 8, 7: 8, 20: 8, 64: 8, 72: 16 };
const MULTIPLE = 0x1000;
const NAMED = 0x8000;

/** The texts among MAPI properties, by their ids; what is broken off ends them. */
function propertiesIn(bytes: Buffer): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  try {
    let at = 4;
    for (let left = bytes.readUInt32LE(0); left > 0; left--) {
      const kind = bytes.readUInt16LE(at);
      const id = bytes.readUInt16LE(at + 2);
      at += 4;
      if (id >= NAMED) {
        const isByNumber = bytes.readUInt32LE(at + 16) === 0;
        at += 20;
        at += isByNumber ? 4 : 4 + padded(bytes.readUInt32LE(at));
      }
      const type = kind & ~MULTIPLE;
      const isListed = OF_ANY_LENGTH.has(type) || kind !== type;
      let count = 1;
      if (isListed) {
        count = bytes.readUInt32LE(at);
        at += 4;
      }
      for (; count > 0; count--) {
        if (!OF_ANY_LENGTH.has(type)) {
          at += LENGTHS[type] ?? 4;
          continue;
        }
        const length = bytes.readUInt32LE(at);
        const value = bytes.subarray(at + 4, at + 4 + length);
        if (type === STRING8) found.set(id, text(value, 'latin1'));
        if (type === UNICODE) found.set(id, text(value, 'utf16le'));
        at += 4 + padded(length);
        if (at > bytes.length) return found;
      }
    }
  } catch (error) {
    // a length that leads past the end
    if (!(error instanceof RangeError)) throw error;
  }
  return found;
}

/** Values fill whole words of four bytes. */
const padded = (length: number): number => Math.ceil(length / 4) * 4;
