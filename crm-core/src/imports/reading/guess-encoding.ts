import { detect } from 'chardet';

/** As iconv-lite knows them. */
export const ENCODINGS = [
  'utf8',
  'utf16le',
  'utf16be',
  'windows-1252',
  'iso-8859-2',
  'windows-1251',
] as const;
export type Encoding = (typeof ENCODINGS)[number];

const BOMS: ReadonlyArray<[Encoding, number[]]> = [
  ['utf8', [0xef, 0xbb, 0xbf]],
  ['utf16le', [0xff, 0xfe]],
  ['utf16be', [0xfe, 0xff]],
];

/** Sure of what it says of text that is not UTF-8: the others are told apart by single letters. */
const DETECTED: Readonly<Record<string, Encoding>> = {
  'UTF-16LE': 'utf16le',
  'UTF-16BE': 'utf16be',
  'ISO-8859-2': 'iso-8859-2',
  'windows-1251': 'windows-1251',
};

/** What a text is written in, by its beginning: a mark says it, valid UTF-8 is that, and of the rest it is likely Windows'. */
export function guessEncoding(beginning: Uint8Array): Encoding {
  const marked = BOMS.find(([, bytes]) => bytes.every((byte, at) => beginning[at] === byte));
  if (marked) return marked[0];
  if (isUtf8(beginning)) return 'utf8';
  const zeros = [0, 1].map((odd) => beginning.filter((byte, at) => at % 2 === odd && byte === 0).length);
  if (Math.max(...zeros) > beginning.length / 5)
    return (zeros[1] ?? 0) > (zeros[0] ?? 0) ? 'utf16le' : 'utf16be';
  return DETECTED[detect(beginning) ?? ''] ?? 'windows-1252';
}

/** The last letter may be cut off. */
function isUtf8(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
