import type { CrmCore } from '../../crm-core.ts';
import { systemScope } from '../../entity/scope.ts';
import { UnauthenticatedError } from '../../errors.ts';
import { PhoneMessage } from '../../marketing/phone-message/phone-message.schema.ts';
import { type PhoneRow, PhoneRows } from '../../marketing/phone-message/phone-rows.ts';
import { takeInbound } from '../../marketing/phone-message/take-inbound.ts';
import type { StoredCredential } from '../layer/credential-store.ts';
import type { Integration } from '../layer/define-integration.ts';
import { IntegrationCredential } from '../layer/integration-credential.schema.ts';
import { isSignedByTwilio } from './signature.ts';
import { isRecordingToken, readTwilioPath, recordingAddress } from './twilio-paths.ts';
import { takeTwilioStatus } from './twilio-status.ts';
import { TWIML } from './twiml.ts';

const XML = 'text/xml';
/** A machine has the call, and is done with what it says itself. */
const MACHINE = /^machine_end/;
const STRANGER = 'This request is not signed by Twilio.';

/** What Twilio tells or asks: what became of a message, what to say in a call, a text that has come. Each is signed. */
export const takeTwilioPush: NonNullable<Integration['webhook']> = async (push, { crm }) => {
  const fields = new URLSearchParams(push.body.toString('utf8'));
  const { what, messageId, token } = readTwilioPath(push.path);
  const row = messageId ? await new PhoneRows(crm).find(undefined, messageId) : undefined;
  if (what === 'recording') {
    if (!row?.fileId || !isRecordingToken(crm, messageId, token)) return { status: 404 };
    const { file, stream } = await crm.files.open(systemScope(row.workspaceId), row.fileId);
    return { status: 200, type: file.mime, body: Buffer.concat(await stream.toArray()) };
  }
  const accounts = await accountsOf(crm, fields.get('AccountSid') ?? '', row);
  const search = new URLSearchParams(push.query).toString();
  const url = crm.links.address(`${push.path}${search ? `?${search}` : ''}`);
  const account = accounts.find((one) =>
    isSignedByTwilio(tokensOf(crm, one), push.headers['x-twilio-signature'], url, fields),
  );
  if (!account) throw new UnauthenticatedError(STRANGER);
  switch (what) {
    case 'status':
      if (row) await takeStatus(crm, row, fields);
      return { status: 204 };
    case 'voice':
      return { status: 200, type: XML, body: row ? await saidIn(crm, row, fields) : TWIML.hangUp };
    case 'inbound': {
      const answer = await takeInbound(crm, await receiverOf(crm, accounts, fields), {
        sid: fields.get('MessageSid') ?? '',
        from: fields.get('From') ?? '',
        text: fields.get('Body') ?? '',
        // Twilio has answered STOP and HELP by itself
        isAnswered: fields.has('OptOutType'),
      });
      return { status: 200, type: XML, body: answer ? TWIML.answer(answer) : TWIML.nothing };
    }
    default:
      return { status: 404 };
  }
};

async function takeStatus(crm: CrmCore, row: PhoneRow, fields: URLSearchParams): Promise<void> {
  const sid = fields.get('MessageSid') ?? fields.get('CallSid') ?? '';
  // of another message: an address that somebody has copied
  if (!sid || (row.providerId && row.providerId !== sid)) return;
  const status = fields.get('MessageStatus') ?? fields.get('CallStatus') ?? '';
  const code = Number(fields.get('ErrorCode') ?? '') || undefined;
  await takeTwilioStatus(crm, row, { sid, status, code });
}

/** A machine is spoken to; where a person answers, nothing is said. */
async function saidIn(crm: CrmCore, row: PhoneRow, fields: URLSearchParams): Promise<string> {
  const rows = new PhoneRows(crm);
  const providerId = fields.get('CallSid') ?? '';
  if (!MACHINE.test(fields.get('AnsweredBy') ?? '')) {
    const why = 'A person answered, so nothing was played.';
    await rows.tell(row, 'failed', { ...(providerId && { providerId }), why });
    return TWIML.hangUp;
  }
  await rows.tell(row, 'delivered', providerId ? { providerId } : {});
  return row.fileId ? TWIML.play(recordingAddress(crm, row._id)) : TWIML.say(row.text);
}

/** Found by the account, in whatever workspace it is connected: a messaging service is of several. */
async function accountsOf(
  crm: CrmCore,
  accountId: string,
  row: PhoneRow | undefined,
): Promise<StoredCredential[]> {
  return crm.store
    .model(IntegrationCredential)
    .find({
      vendor: 'twilio',
      accountId,
      isDeleted: false,
      sealed: { $exists: true },
      ...(row && { workspaceId: row.workspaceId }),
    })
    .limit(20)
    .lean<StoredCredential[]>();
}

function tokensOf(crm: CrmCore, account: StoredCredential): string[] {
  const secrets = crm.integrations.store.open(account);
  if (!secrets || !('values' in secrets)) return [];
  return [secrets.values.key, secrets.values.nextKey].flatMap((one) => one || []);
}

/** Of several workspaces that share an account the one whose number it came to, else the one that wrote there last. */
async function receiverOf(
  crm: CrmCore,
  accounts: readonly StoredCredential[],
  fields: URLSearchParams,
): Promise<{ workspaceId: string; credentialId: string }> {
  const to = [fields.get('To'), fields.get('MessagingServiceSid')];
  const named = accounts.filter(({ details }) => to.includes(details?.from ?? ''));
  const last = await crm.store
    .model(PhoneMessage)
    .findOne({
      workspaceId: { $in: accounts.map(({ workspaceId }) => workspaceId) },
      phone: fields.get('From') ?? '',
      direction: 'out',
    })
    .sort({ createdAt: -1 })
    .lean<{ workspaceId: string }>();
  const found =
    (named.length === 1 ? named[0] : undefined) ??
    accounts.find(({ workspaceId }) => workspaceId === last?.workspaceId) ??
    named[0] ??
    accounts[0];
  if (!found) throw new UnauthenticatedError(STRANGER);
  return { workspaceId: found.workspaceId, credentialId: found._id };
}
