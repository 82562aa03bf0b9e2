/** A file of a mail, taken out of its source. */
export interface MimeFile {
  name: string;
  type: string;
  bytes: Buffer;
}

/**
 * The source of a mail without its files, and the files: for vendors that take them one by one. What is no file of its own
 * stays as it was, byte for byte.
 *
 * @param source - RFC 5322, with CRLF
 * @returns no files where the mail is not made of parts
 */
export function withoutFiles(source: Buffer): { bytes: Buffer; files: MimeFile[] } {
  // one byte is one letter, so that places are places in the source
  const text = source.toString('latin1');
  const head = text.slice(0, text.indexOf('\r\n\r\n'));
  const boundary = parameter(fieldOf(head, 'content-type'), 'boundary');
  if (!/^multipart\/mixed/i.test(fieldOf(head, 'content-type')) || !boundary)
    return { bytes: source, files: [] };
  const line = `\r\n--${boundary}`;
  const [start = '', ...parts] = text.split(line);
  const files: MimeFile[] = [];
  const kept = parts.filter((part) => {
    const file = fileIn(part);
    if (file) files.push(file);
    return !file;
  });
  return { bytes: Buffer.from([start, ...kept].join(line), 'latin1'), files };
}

/** @returns undefined for what is shown with the mail, or is encoded in a way that files are not */
function fileIn(part: string): MimeFile | undefined {
  const end = part.indexOf('\r\n\r\n');
  const head = part.slice(0, end);
  const disposition = fieldOf(head, 'content-disposition');
  const isBase64 = /^base64$/i.test(fieldOf(head, 'content-transfer-encoding').trim());
  if (end < 0 || !isBase64 || !/^attachment/i.test(disposition)) return undefined;
  const type = fieldOf(head, 'content-type');
  return {
    name: parameter(disposition, 'filename') ?? parameter(type, 'name') ?? 'file',
    type: type.split(';')[0]?.trim() || 'application/octet-stream',
    bytes: Buffer.from(part.slice(end), 'base64'),
  };
}

/** A field's value on one line; empty where there is none. */
function fieldOf(head: string, name: string): string {
  const unfolded = head.replace(/\r\n[ \t]+/g, ' ');
  return new RegExp(`^${name}:\\s*(.*)$`, 'im').exec(unfolded)?.[1]?.trim() ?? '';
}

/** A parameter, also one in parts and percent-encoded (RFC 2231) or in encoded words (RFC 2047). */
function parameter(value: string, name: string): string | undefined {
  const parts = [...value.matchAll(new RegExp(`;\\s*${name}\\*(\\d+)?\\*?=(?:"([^"]*)"|([^;\\s]*))`, 'gi'))]
    .sort(([, a = '0'], [, b = '0']) => Number(a) - Number(b))
    .map(([, , quoted, bare]) => quoted ?? bare ?? '');
  if (parts.length > 0) return decodeURIComponent(parts.join('').replace(/^utf-8'[^']*'/i, ''));
  const plain = new RegExp(`;\\s*${name}=(?:"([^"]*)"|([^;\\s]*))`, 'i').exec(value);
  const found = plain?.[1] ?? plain?.[2];
  return found?.replace(/=\?utf-8\?([bq])\?([^?]*)\?=\s*/gi, (_, kind: string, words: string) =>
    kind.toLowerCase() === 'b'
      ? Buffer.from(words, 'base64').toString()
      : decodeURIComponent(words.replaceAll('_', ' ').replaceAll('=', '%')),
  );
}
