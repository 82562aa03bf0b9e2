/** What a server said of an address. */
export interface BounceReply {
  /** SMTP reply: 550. */
  code?: number | undefined;
  /** Enhanced status (RFC 3463): 5.1.1. */
  status?: string | undefined;
  text: string;
}

/** `hard`: there is no such address. `policy`: the mail or its sender was not liked. `soft`: later, perhaps. */
export type BounceKind = 'hard' | 'policy' | 'soft' | 'other';

/** Of servers that give no enhanced status. */
const NOBODY =
  /\b(?:no such (?:user|recipient|mailbox|person)|(?:user|recipient|mailbox|address|account)\b.{0,40}\b(?:unknown|not found|does ?n[o']t exist|unavailable|invalid|disabled)|unknown (?:user|recipient|mailbox|address)|invalid (?:recipient|mailbox|address))/i;
const DISLIKED = /\b(?:spam|policy|blocked|blacklist|blocklist|reputation|dmarc|spf|dkim|spamhaus)\b/i;

export function bounceKind({ code, status, text }: BounceReply): BounceKind {
  if (status) {
    // 5.1.8 and 5.1.7 are of the sender
    if (/^5\.1\.(?!7$|8$)/.test(status) || status === '5.2.1') return 'hard';
    if (/^5\.7\./.test(status)) return 'policy';
    if (/^4\./.test(status)) return 'soft';
    // a full mailbox is said as 5.2.2, too
    if (status === '5.2.2') return 'soft';
    if (status.startsWith('5.0.')) return byText(code, text);
    return 'other';
  }
  return byText(code, text);
}

function byText(code: number | undefined, text: string): BounceKind {
  if (code !== undefined && code >= 400 && code < 500) return 'soft';
  if (DISLIKED.test(text)) return 'policy';
  return NOBODY.test(text) ? 'hard' : 'other';
}
