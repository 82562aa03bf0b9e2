import { CliantaError } from '@clianta/crm-core/errors';
import type { NodemailerError } from 'nodemailer/lib/errors';
import type { Refusal, SendAnswer } from './mail-provider.ts';

const MOST_TEXT = 300;

/**
 * What an error of an attempt means. A reply code decides. Without one: nothing has left before `isTransmitted`, and
 * nobody knows after it.
 */
export function answerOf(error: unknown, isTransmitted: boolean): SendAnswer {
  // the host is refused or not found: nothing was connected
  if (error instanceof CliantaError) return { kind: 'unreachable', text: error.message };
  const { code, responseCode, message, rejectedErrors = [] } = error as NodemailerError;
  const text = clean(message);
  const isOfSignIn = code === 'EAUTH' || code === 'ENOAUTH' || code === 'EOAUTH2';
  if (isOfSignIn && !(responseCode && responseCode < 500)) return { kind: 'credentials', text };
  const refusals = rejectedErrors.map(refusalOf);
  if (responseCode !== undefined && responseCode >= 400) {
    const all = refusals.length > 0 ? refusals : [refusalOf(error as NodemailerError)];
    // what one recipient is refused for is no reason to give the others up
    const isForGood = responseCode >= 500 && responseCode !== 503 && all.every((one) => one.code >= 500);
    return isForGood ? { kind: 'refused', refusals: all } : { kind: 'later', text, refusals: all };
  }
  if (isTransmitted) return { kind: 'unknown', text };
  // larger than the server takes, an address it has no way to be told: the same again would end the same
  if (code === 'EMESSAGE' || code === 'EENVELOPE')
    return { kind: 'refused', refusals: [{ code: 552, text }] };
  return { kind: 'unreachable', text };
}

export function refusalOf(error: NodemailerError): Refusal {
  const { recipient, responseCode = 0, response, message } = error;
  const text = clean(response ?? message);
  const status = /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(text)?.[1];
  return { ...(recipient && { address: recipient }), code: responseCode, ...(status && { status }), text };
}

const clean = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, MOST_TEXT);
