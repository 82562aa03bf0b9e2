import { extname } from 'node:path';

const MB = 2 ** 20;
/** The most that a file may have, in bytes; tables and sound may have more. */
const MOST_BYTES = 25 * MB;
const MOST_TABLE_BYTES = 50 * MB;
/** Three hours of a call (specification of recordings). */
const MOST_SOUND_BYTES = 500 * MB;

/** A kind of file that is taken. */
export interface FileKind {
  /** What names end in, without the dot. */
  ending: string;
  mime: string;
  /** What people call it: "PDF document". */
  label: string;
  group: 'document' | 'table' | 'text' | 'image' | 'audio' | 'video';
}

const kind = (
  ending: string,
  mime: string,
  label: string,
  group: FileKind['group'],
): readonly [string, FileKind] => [ending, { ending, mime, label, group }];

const OPEN_XML = 'application/vnd.openxmlformats-officedocument';
const OPEN_DOCUMENT = 'application/vnd.oasis.opendocument';

/** What is taken, by the ending of its name. Programs, pages and archives are not: nobody needs them of a CRM. */
const KINDS: ReadonlyMap<string, FileKind> = new Map([
  kind('pdf', 'application/pdf', 'PDF document', 'document'),
  kind('docx', `${OPEN_XML}.wordprocessingml.document`, 'Word document', 'document'),
  kind('xlsx', `${OPEN_XML}.spreadsheetml.sheet`, 'Excel sheet', 'table'),
  kind('pptx', `${OPEN_XML}.presentationml.presentation`, 'PowerPoint presentation', 'document'),
  kind('doc', 'application/msword', 'Word document', 'document'),
  kind('xls', 'application/vnd.ms-excel', 'Excel sheet', 'table'),
  kind('ppt', 'application/vnd.ms-powerpoint', 'PowerPoint presentation', 'document'),
  kind('odt', `${OPEN_DOCUMENT}.text`, 'OpenDocument text', 'document'),
  kind('ods', `${OPEN_DOCUMENT}.spreadsheet`, 'OpenDocument sheet', 'table'),
  kind('odp', `${OPEN_DOCUMENT}.presentation`, 'OpenDocument presentation', 'document'),
  kind('rtf', 'application/rtf', 'Rich text', 'document'),
  kind('csv', 'text/csv', 'CSV table', 'table'),
  kind('tsv', 'text/tab-separated-values', 'table', 'table'),
  kind('txt', 'text/plain', 'text', 'text'),
  kind('md', 'text/markdown', 'text', 'text'),
  kind('log', 'text/plain', 'text', 'text'),
  kind('json', 'application/json', 'JSON file', 'text'),
  kind('vcf', 'text/vcard', 'contact card', 'text'),
  kind('ics', 'text/calendar', 'calendar file', 'text'),
  kind('vtt', 'text/vtt', 'subtitles', 'text'),
  kind('srt', 'application/x-subrip', 'subtitles', 'text'),
  kind('eml', 'message/rfc822', 'e-mail', 'text'),
  kind('png', 'image/png', 'PNG picture', 'image'),
  kind('jpg', 'image/jpeg', 'JPEG picture', 'image'),
  kind('jpeg', 'image/jpeg', 'JPEG picture', 'image'),
  kind('gif', 'image/gif', 'GIF picture', 'image'),
  kind('webp', 'image/webp', 'WebP picture', 'image'),
  kind('avif', 'image/avif', 'AVIF picture', 'image'),
  kind('tif', 'image/tiff', 'TIFF picture', 'image'),
  kind('tiff', 'image/tiff', 'TIFF picture', 'image'),
  kind('svg', 'image/svg+xml', 'SVG picture', 'image'),
  kind('mp3', 'audio/mpeg', 'MP3 sound', 'audio'),
  kind('m4a', 'audio/x-m4a', 'sound', 'audio'),
  kind('wav', 'audio/wav', 'WAV sound', 'audio'),
  kind('ogg', 'audio/ogg', 'sound', 'audio'),
  kind('opus', 'audio/ogg', 'sound', 'audio'),
  kind('flac', 'audio/flac', 'sound', 'audio'),
  kind('mp4', 'video/mp4', 'MP4 video', 'video'),
  kind('mov', 'video/quicktime', 'video', 'video'),
  kind('webm', 'video/webm', 'WebM video', 'video'),
]);

/** The kind that the ending of a name says; undefined for one that is not taken. */
export const kindOfName = (name: string): FileKind | undefined =>
  KINDS.get(extname(name).slice(1).toLowerCase());

export const mostBytesOf = ({ group }: FileKind): number =>
  group === 'table'
    ? MOST_TABLE_BYTES
    : group === 'audio' || group === 'video'
      ? MOST_SOUND_BYTES
      : MOST_BYTES;

const BY_MIME: ReadonlyMap<string, FileKind> = new Map(
  [...KINDS.values()].reverse().map((one) => [one.mime, one]),
);
/** Other names of the same, as contents are called. */
const ALSO: ReadonlyMap<string, string> = new Map([
  ['audio/mp4', 'audio/x-m4a'],
  ['audio/vnd.wave', 'audio/wav'],
  ['audio/x-flac', 'audio/flac'],
  ['audio/opus', 'audio/ogg'],
  ['audio/ogg; codecs=opus', 'audio/ogg'],
  ['video/ogg', 'audio/ogg'],
  ['video/x-m4v', 'video/mp4'],
]);

/** The kind that a content is of, by the type that it was found to have. */
export const kindOfMime = (mime: string): FileKind | undefined => BY_MIME.get(ALSO.get(mime) ?? mime);

export const PLAIN_TEXT: FileKind = { ending: 'txt', mime: 'text/plain', label: 'text', group: 'text' };
