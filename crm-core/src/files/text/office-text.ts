import { unzipSync } from 'fflate';

/** A part that says to be longer is not unpacked: no document that people write has as much. In bytes. */
const MOST_BYTES = 40 * 2 ** 20;

/** The text of a document that is a zip of XML, by page: of a presentation a page each slide. */
export function officeText(bytes: Uint8Array, way: 'docx' | 'pptx' | 'odt'): string[] {
  const wanted = {
    docx: /^word\/document\.xml$/,
    pptx: /^ppt\/slides\/slide\d+\.xml$/,
    odt: /^content\.xml$/,
  }[way];
  let unpacked = 0;
  const parts = unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      if (!wanted.test(name)) return false;
      unpacked += originalSize;
      if (unpacked > MOST_BYTES) throw new RangeError('it unpacks to more than 40 MB');
      return true;
    },
  });
  const numberOf = (name: string) => Number(/\d+/.exec(name)?.[0] ?? 0);
  return Object.entries(parts)
    .sort(([a], [b]) => numberOf(a) - numberOf(b))
    .map(([, part]) => wordsOf(new TextDecoder().decode(part)));
}

/** Ends of paragraphs and lines in the three formats, and what stands for space between words. */
const LINE = /<\/(?:w:p|a:p|text:p|text:h)>|<(?:w:br|a:br|text:line-break)\b[^>]*>/g;
const SPACE = /<(?:w:tab|text:tab|text:s)\b[^>]*>|<\/(?:w:tc|table:table-cell)>/g;
/** What Word keeps beside the text: what was deleted, instructions of fields. */
const UNSEEN = /<w:(delText|instrText)\b[^>]*>[^<]*<\/w:\1>/g;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function wordsOf(xml: string): string {
  return xml
    .replace(/^[\s\S]*?<(?:w:body|p:spTree|office:body)\b[^>]*>/, '')
    .replace(UNSEEN, '')
    .replace(LINE, '\n')
    .replace(SPACE, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(lt|gt|quot|apos|amp));/gi, (_, hex, decimal, name) =>
      name ? (ENTITIES[name.toLowerCase()] ?? '') : letter(hex ? Number.parseInt(hex, 16) : Number(decimal)),
    )
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

const letter = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : '');
