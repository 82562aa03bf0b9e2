import type { CrmCore } from '../../crm-core.ts';
import { PublicLinks } from '../../secrets/public-links.ts';

const PUSH = '/integrations/push/twilio';

/** Where Twilio tells what became of a message, asks what to say in a call. */
export const twilioAddress = (crm: CrmCore, what: 'status' | 'voice', messageId: string): string =>
  crm.links.address(`${PUSH}/${what}/${messageId}`);

const tokenOf = ({ links }: CrmCore, messageId: string) => links.token(`phone-recording:${messageId}`);

/** Where what is played is got; media are asked for without a signature, so the address is the key. */
export const recordingAddress = (crm: CrmCore, messageId: string): string =>
  crm.links.address(`${PUSH}/recording/${messageId}/${tokenOf(crm, messageId)}`);

export const isRecordingToken = (crm: CrmCore, messageId: string, token: string): boolean =>
  PublicLinks.hashOf(token) === PublicLinks.hashOf(tokenOf(crm, messageId));

/** What stands behind the vendor's name in an address. */
export function readTwilioPath(path: string): { what: string; messageId: string; token: string } {
  const [what = '', messageId = '', token = ''] = path.slice(path.indexOf(PUSH) + PUSH.length + 1).split('/');
  return { what, messageId, token };
}
