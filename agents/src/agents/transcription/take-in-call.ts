import {
  type CallRecord,
  CallRecording,
  type Segment,
} from '@clianta/crm-core/crm/call-recording/call-recording.schema';
import { readTranscript } from '@clianta/crm-core/crm/call-recording/transcript/read-transcript';
import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { Attachment, type AttachmentRecord } from '@clianta/crm-core/files/attachment/attachment.schema';
import { DateTime } from 'luxon';
import type { ToolContext } from '../../tool.ts';
import { heardValues } from './reading/heard-values.ts';

/** What a call is about, as its record refers to it. */
export interface CallAbout {
  contactId?: string;
  companyId?: string;
  opportunityId?: string;
}

/** What is known of a call beside what was said in it. */
export interface CallFacts {
  at: Date;
  about: CallAbout;
  consentNote?: string | undefined;
  file?: AttachmentRecord;
}

/** What was said, where the text is a transcript. @throws InvalidError */
export function segmentsIn(text: string): Segment[] {
  const segments = readTranscript(text);
  if (segments && segments.length > 0) return segments;
  throw new InvalidError(
    'I see no talk in this text. A transcript is WebVTT (.vtt), SRT, or text with who speaks before each turn: “Lena: Hello”.',
  );
}

/** The record that refers to what is given as an id, with the company behind it. */
export async function aboutRecord(
  { crm, scope }: ToolContext,
  { entity, id }: { entity: string; id: string },
): Promise<CallAbout> {
  if (entity === Company.name) return { companyId: id };
  if (entity === Contact.name) {
    const { companyId } = await crm.records(Contact).get(scope, id);
    return { contactId: id, ...(companyId && { companyId }) };
  }
  if (entity === Opportunity.name) {
    const { companyId } = await crm.records(Opportunity).get(scope, id);
    return { opportunityId: id, ...(companyId && { companyId }) };
  }
  throw new InvalidError('A call belongs to a person, a company or a deal.');
}

/** Whom a call was with, where one who speaks in it is a contact of that very name. */
export async function aboutSpeakers(context: ToolContext, segments: readonly Segment[]): Promise<CallAbout> {
  const { crm, scope } = context;
  const { team } = await crm.facts(scope.workspaceId);
  const own = new Set(team.map(({ name }) => name.toLowerCase()));
  const names = [...new Set(segments.map(({ speaker }) => plainName(speaker)))].filter(
    (name) => name.includes(' ') && !own.has(name.toLowerCase()),
  );
  for (const name of names.slice(0, 10)) {
    const { records } = await crm.records(Contact).find(scope, { search: name, limit: 3 });
    const called = records.filter((one) => one.name.toLowerCase() === name.toLowerCase());
    if (called.length === 1 && called[0])
      return aboutRecord(context, { entity: Contact.name, id: called[0].id });
  }
  return {};
}

const plainName = (speaker: string): string => speaker.replace(/\s*\([^()]*\)/g, '').trim();

/** When a file says in its name that it was, else when it came. */
export function whenOf(file: AttachmentRecord, { timeZone }: Pick<ToolContext, 'timeZone'>): Date {
  const [, year, month, day] = /(?<!\d)(20\d{2})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)/.exec(file.name) ?? [];
  const said = DateTime.fromISO(`${year}-${month}-${day}T12:00`, { zone: timeZone });
  return said.isValid && said.toJSDate() <= file.createdAt ? said.toJSDate() : file.createdAt;
}

/** What a call is called: by whom it was with, else by its file, else by its day. */
async function titleFor(
  context: ToolContext,
  segments: readonly Segment[],
  { about, file, at }: CallFacts,
): Promise<string> {
  const { crm, scope, timeZone } = context;
  const named = async (entity: typeof Contact | typeof Company, id: string | undefined) =>
    id ? (await crm.records(entity as typeof Contact).getMany(scope, [id])).get(id)?.name : undefined;
  const [contact, company] = await Promise.all([
    named(Contact, about.contactId),
    named(Company, about.companyId),
  ]);
  if (contact) return company ? `Call with ${contact} of ${company}` : `Call with ${contact}`;
  if (company) return `Call with ${company}`;
  if (file)
    return (
      file.name
        .replace(/\.[a-z0-9]{1,5}$/i, '')
        .replace(/[_]+/g, ' ')
        .trim() || file.name
    );
  const { team } = await crm.facts(scope.workspaceId);
  const others = [...new Set(segments.map(({ speaker }) => plainName(speaker)))].filter(
    (name) => !/^speaker\b/i.test(name) && !team.some((one) => one.name.split(' ')[0] === name.split(' ')[0]),
  );
  const day = DateTime.fromJSDate(at, { zone: timeZone }).toFormat('d LLL yyyy');
  return others[0] ? `Call with ${others[0]}` : `Call of ${day}`;
}

/**
 * Keeps a call with what was said in it. A file that was read before has its call already.
 *
 * @returns isNew: false where it was there
 */
export async function takeInCall(
  context: ToolContext,
  segments: Segment[],
  facts: CallFacts,
): Promise<{ call: CallRecord; isNew: boolean }> {
  const { crm, scope } = context;
  const known = facts.file && (await callOfFile(context, facts.file.id));
  if (known) return { call: known, isNew: false };
  const values = await heardValues(crm, scope.workspaceId, segments, facts.at);
  const call = await keepCall(context, { ...values, status: 'ready' }, segments, facts);
  return { call, isNew: true };
}

export async function callOfFile(
  { crm, scope }: ToolContext,
  fileId: string,
): Promise<CallRecord | undefined> {
  return (await crm.records(CallRecording).findOne(scope, { fileId })) ?? undefined;
}

/** Writes the record; its file belongs to it from then on, unless it belongs to another record. */
export async function keepCall(
  context: ToolContext,
  values: object,
  segments: readonly Segment[],
  facts: CallFacts,
): Promise<CallRecord> {
  const { crm, scope } = context;
  const title = await titleFor(context, segments, facts);
  const { file, about, at, consentNote } = facts;
  const call = await crm.records(CallRecording).create(
    scope,
    {
      ...values,
      title,
      at,
      ownerId: scope.actor.id,
      ...about,
      ...(consentNote && { consentNote }),
      ...(file && { fileId: file.id }),
    },
    { outside: outsideOf(title) },
  );
  if (file && !file.recordId)
    await crm.files.attach(scope, file.id, { entity: CallRecording.name, id: call.id });
  return call;
}

/** Where words of a call come from, for people. */
export const outsideOf = (title: string): string => `the recording “${title}”`.slice(0, 200);

/** The file as a record. */
export const fileOf = ({ crm, scope }: ToolContext, id: string): Promise<AttachmentRecord> =>
  crm.records(Attachment).get(scope, id);
