import { extname } from 'node:path';

const MB = 2 ** 20;
/** The most that a file may have, in bytes; a table may have more. */
const MOST_BYTES = 25 * MB;
const MOST_TABLE_BYTES = 50 * MB;

/** A kind of file that is taken. */
export interface FileKind {
  mime: string;
  /** What people call it: "PDF document". */
  label: string;
  group: 'document' | 'table' | 'text' | 'image' | 'audio' | 'video';
}

const kind = (mime: string, label: string, group: FileKind['group']): FileKind => ({ mime, label, group });

const OPEN_XML = 'application/vnd.openxmlformats-officedocument';
const OPEN_DOCUMENT = 'application/vnd.oasis.opendocument';

/** What is taken, by the ending of its name. Programs, pages and archives are not: nobody needs them of a CRM. */
const KINDS: ReadonlyMap<string, FileKind> = new Map([
  ['pdf', kind('application/pdf', 'PDF document', 'document')],
  ['docx', kind(`${OPEN_XML}.wordprocessingml.document`, 'Word document', 'document')],
  ['xlsx', kind(`${OPEN_XML}.spreadsheetml.sheet`, 'Excel sheet', 'table')],
  ['pptx', kind(`${OPEN_XML}.presentationml.presentation`, 'PowerPoint presentation', 'document')],
  ['doc', kind('application/msword', 'Word document', 'document')],
  ['xls', kind('application/vnd.ms-excel', 'Excel sheet', 'table')],
  ['ppt', kind('application/vnd.ms-powerpoint', 'PowerPoint presentation', 'document')],
  ['odt', kind(`${OPEN_DOCUMENT}.text`, 'OpenDocument text', 'document')],
  ['ods', kind(`${OPEN_DOCUMENT}.spreadsheet`, 'OpenDocument sheet', 'table')],
  ['odp', kind(`${OPEN_DOCUMENT}.presentation`, 'OpenDocument presentation', 'document')],
  ['rtf', kind('application/rtf', 'Rich text', 'document')],
  ['csv', kind('text/csv', 'CSV table', 'table')],
  ['tsv', kind('text/tab-separated-values', 'table', 'table')],
  ['txt', kind('text/plain', 'text', 'text')],
  ['md', kind('text/markdown', 'text', 'text')],
  ['log', kind('text/plain', 'text', 'text')],
  ['json', kind('application/json', 'JSON file', 'text')],
  ['vcf', kind('text/vcard', 'contact card', 'text')],
  ['ics', kind('text/calendar', 'calendar file', 'text')],
  ['vtt', kind('text/vtt', 'subtitles', 'text')],
  ['srt', kind('application/x-subrip', 'subtitles', 'text')],
  ['eml', kind('message/rfc822', 'e-mail', 'text')],
  ['png', kind('image/png', 'PNG picture', 'image')],
  ['jpg', kind('image/jpeg', 'JPEG picture', 'image')],
  ['jpeg', kind('image/jpeg', 'JPEG picture', 'image')],
  ['gif', kind('image/gif', 'GIF picture', 'image')],
  ['webp', kind('image/webp', 'WebP picture', 'image')],
  ['avif', kind('image/avif', 'AVIF picture', 'image')],
  ['heic', kind('image/heic', 'HEIC picture', 'image')],
  ['tif', kind('image/tiff', 'TIFF picture', 'image')],
  ['tiff', kind('image/tiff', 'TIFF picture', 'image')],
  ['svg', kind('image/svg+xml', 'SVG picture', 'image')],
  ['mp3', kind('audio/mpeg', 'MP3 sound', 'audio')],
  ['m4a', kind('audio/x-m4a', 'sound', 'audio')],
  ['wav', kind('audio/wav', 'WAV sound', 'audio')],
  ['ogg', kind('audio/ogg', 'sound', 'audio')],
  ['opus', kind('audio/ogg', 'sound', 'audio')],
  ['flac', kind('audio/flac', 'sound', 'audio')],
  ['mp4', kind('video/mp4', 'MP4 video', 'video')],
  ['mov', kind('video/quicktime', 'video', 'video')],
  ['webm', kind('video/webm', 'WebM video', 'video')],
]);

/** The kind that the ending of a name says; undefined for one that is not taken. */
export const kindOfName = (name: string): FileKind | undefined =>
  KINDS.get(extname(name).slice(1).toLowerCase());

export const mostBytesOf = ({ group }: FileKind): number =>
  group === 'table' ? MOST_TABLE_BYTES : MOST_BYTES;
