/** What a report says became of a mail of ours. */
export interface BounceReport {
  mailId: string;
  /** The addresses it could not be delivered to; empty where the report does not name them. */
  failed: Array<{ address: string; status?: string; code?: number; text: string }>;
}

/** Our Message-IDs end in the mail's id; so do envelope ids. */
const OWN_ID = /<[0-9a-f]{24}\.([0-9a-f]{24})@[^>\s]{1,250}>/;
const ENVELOPE_ID = /^Original-Envelope-Id:\s*([0-9a-f]{24})\s*$/im;
/** VERP: the mail's id stands in whom the report is to. */
const VERP = /^(?:To|Delivered-To|X-Original-To):.*\+b-([0-9a-f]{24})@/im;
const ENCODING = /^Content-Transfer-Encoding:\s*(base64|quoted-printable)\s*$/im;
const MOST = 300_000;

/**
 * Reads a delivery report (RFC 3464), also where a server wraps it its own way: what matters is which mail of ours it is
 * about. A report of a delay, or of what arrived, fails nobody.
 *
 * @returns undefined when it is about no mail of ours
 */
export function readBounceReport(raw: string): BounceReport | undefined {
  const source = withDecodedParts(raw.slice(0, MOST));
  const mailId = [ENVELOPE_ID, VERP, OWN_ID].map((one) => one.exec(source)?.[1]).find(Boolean);
  if (!mailId) return undefined;
  return { mailId, failed: failedIn(source.replace(/\r?\n[ \t]+/g, ' ')) };
}

/** Groups of fields of `message/delivery-status`, one for each recipient. */
function failedIn(text: string): BounceReport['failed'] {
  const groups = text.split(/\r?\n\r?\n/).filter((group) => /^(?:Final|Original)-Recipient:/im.test(group));
  return groups.flatMap((group) => {
    const field = (name: string) => new RegExp(`^${name}:\\s*(.+)$`, 'im').exec(group)?.[1]?.trim();
    const recipient = field('Original-Recipient') ?? field('Final-Recipient') ?? '';
    const address = /([^\s;<>]+@[^\s;<>]+)/.exec(recipient)?.[1]?.toLowerCase();
    if (!address || field('Action')?.toLowerCase() !== 'failed') return [];
    const status = /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(field('Status') ?? '')?.[1];
    const said = field('Diagnostic-Code')?.replace(/^[\w-]+;\s*/, '') ?? status ?? 'no reason given';
    const code = Number(/^(\d{3})\b/.exec(said)?.[1] ?? 0);
    return [{ address, text: said.slice(0, 500), ...(status && { status }), ...(code > 0 && { code }) }];
  });
}

/** Part by part: what a report says may be encoded as any text. */
function withDecodedParts(raw: string): string {
  return raw
    .split(/\r?\n--/)
    .map(decoded)
    .join('\n--');
}

function decoded(part: string): string {
  const end = /\r?\n\r?\n/.exec(part);
  if (!end) return part;
  const head = part.slice(0, end.index);
  const encoding = ENCODING.exec(head)?.[1]?.toLowerCase();
  if (!encoding) return part;
  const body = part.slice(end.index + end[0].length);
  const text =
    encoding === 'base64'
      ? Buffer.from(body, 'base64').toString('utf8')
      : body
          .replace(/=\r?\n/g, '')
          .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return `${head}\n\n${text}`;
}
