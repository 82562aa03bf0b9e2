import { fileTypeFromBuffer } from 'file-type';
import { InvalidError } from '../errors.ts';
import { type FileKind, kindOfMime, kindOfName, PLAIN_TEXT } from './file-kinds.ts';

/** How much of a content tells what it is: a Word document names its parts within this. In bytes. */
export const HEAD_BYTES = 16_384;

/** A name and a kind that go together. */
export interface NamedKind {
  name: string;
  kind: FileKind;
}

/**
 * The kind of a file by its content, where that tells it; of text, and of what Office wrote before 2007, by its name. A
 * name without an ending gets that of its content.
 *
 * @param head - its first HEAD_BYTES
 * @throws InvalidError when the kind is not taken, or the content is of another one than the name says
 */
export async function contentKind(name: string, head: Uint8Array): Promise<NamedKind> {
  const named = kindOfName(name);
  const hasEnding = /\.[a-z0-9]{1,8}$/i.test(name);
  if (!named && hasEnding) throw refused(name);
  const found = head.length > 0 ? await fileTypeFromBuffer(head) : undefined;
  if (!named) return unnamed(name, found, head);
  if (named.group === 'text' || named.ending === 'csv' || named.ending === 'tsv' || named.ending === 'svg') {
    // the mark of UTF-16 is how a kind of sound begins, too
    const isOther = found && !isUtf16(head) && !isWords(found.mime, named);
    if (isOther || !isText(head)) throw mismatch(name, named, found?.ext);
    return { name, kind: named };
  }
  // an office document with a password is in an older kind of container, whatever it was before
  if (found?.ext === 'cfb' && isOffice(named)) return { name, kind: named };
  if (found?.ext === 'zip' && isOffice(named) && namesItsParts(head)) return { name, kind: named };
  const content = found && kindOfMime(found.mime);
  // a picture is what it is, whatever it is called; sound in the container of a video stays what it is called
  if (content && content.group === named.group && content.group === 'image') return { name, kind: content };
  if (content && isMedia(content) && isMedia(named)) return { name, kind: named };
  if (content?.mime === named.mime) return { name, kind: named };
  throw mismatch(name, named, found?.ext);
}

function unnamed(
  name: string,
  found: { ext: string; mime: string } | undefined,
  head: Uint8Array,
): NamedKind {
  const kind = found ? kindOfMime(found.mime) : isText(head) ? PLAIN_TEXT : undefined;
  if (!kind) throw refused(name);
  return { name: `${name}.${kind.ending}`, kind };
}

const isMedia = ({ group }: FileKind): boolean => group === 'audio' || group === 'video';

/** What is kept in a zip or in the container that Office had before. */
const isOffice = ({ mime }: FileKind): boolean => /officedocument|opendocument|ms-|msword/.test(mime);

/** What is text is told apart by its name alone. */
const isWords = (mime: string, named: FileKind): boolean =>
  mime.startsWith('text/') || mime === named.mime || (mime === 'application/xml' && named.ending === 'svg');

const PARTS = ['[Content_Types].xml', 'mimetypeapplication/vnd.oasis.opendocument'];

function namesItsParts(head: Uint8Array): boolean {
  const words = Buffer.from(head).toString('latin1');
  return PARTS.some((part) => words.includes(part));
}

/** Text in UTF-16 begins with its mark. */
const isUtf16 = ([first, second]: Uint8Array): boolean =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);

/** No other text has a zero byte. */
const isText = (head: Uint8Array): boolean => isUtf16(head) || !head.includes(0);

const TAKEN =
  'PDF and Office documents, tables, text, pictures, contact cards, calendars, e-mails, sound and video';

const refused = (name: string): InvalidError =>
  new InvalidError(
    /\.hei[cf]$/i.test(name)
      ? `${name} is a HEIC picture, which I cannot read. Send it as JPEG or PNG.`
      : `I do not take files like ${name}. What I take: ${TAKEN}.`,
    { name: 'is no kind of file that is taken' },
  );

const mismatch = (name: string, { label }: FileKind, found: string | undefined): InvalidError =>
  new InvalidError(
    `${name} is not what its name says: ${found ? `its content is of the kind “${found}”` : 'its content is something else'}, no ${label}. Send it under its right name.`,
    { name: 'does not fit the content' },
  );
