/** How the text of a file is come by: decoded as it is, or read out of it in a thread of its own. */
export type TextWay = 'plain' | 'pdf' | 'docx' | 'pptx' | 'odt';

const OPEN_XML = 'application/vnd.openxmlformats-officedocument';
const OPEN_DOCUMENT = 'application/vnd.oasis.opendocument';

const WAYS: ReadonlyMap<string, TextWay> = new Map([
  ['application/pdf', 'pdf'],
  [`${OPEN_XML}.wordprocessingml.document`, 'docx'],
  [`${OPEN_XML}.presentationml.presentation`, 'pptx'],
  [`${OPEN_DOCUMENT}.text`, 'odt'],
  [`${OPEN_DOCUMENT}.presentation`, 'odt'],
  ['application/json', 'plain'],
  ['application/x-subrip', 'plain'],
  ['message/rfc822', 'plain'],
]);

/** Undefined: of such a file no text is read. */
export const textWayOf = (mime: string): TextWay | undefined =>
  WAYS.get(mime) ?? (mime.startsWith('text/') ? 'plain' : undefined);
