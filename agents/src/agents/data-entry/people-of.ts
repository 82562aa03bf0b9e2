import { buffer } from 'node:stream/consumers';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { kindOfName } from '@clianta/crm-core/files/file-kinds';
import { textOfPicture } from '@clianta/crm-core/files/text/picture-text';
import { EmailBody } from '@clianta/crm-core/marketing/email-message/email-body.schema';
import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import type { ToolContext } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { fileMeant } from '../../tools/file-meant.ts';
import { resolveOne } from '../../tools/resolve.ts';
import type { Person } from './extract/found.ts';
import { readPeople } from './extract/read-people.ts';

/** A text that people are read out of, in bytes. */
const MOST_BYTES = 512 * 1024;

/** Mails that are looked through for one of somebody's own. */
const MOST_MAILS = 20;

/** What people are read out of. */
export const sourceShape = {
  text: slot(
    { kind: 'pasted' },
    z.string().trim().min(3).max(20_000).describe('The text, to the letter'),
  ).optional(),
  file: slot(
    { kind: 'text' },
    z.string().trim().min(1).max(200).describe('A file that was attached'),
  ).optional(),
  contact: oneOf(Contact).optional().describe('Instead of a text: the newest mail of this person'),
};

interface Source {
  text?: string | undefined;
  file?: string | undefined;
  contact?: string | undefined;
}

/** Who is in a text, in a text file or photo that was attached, or in somebody's newest mail. @throws InvalidError when nobody is */
export async function peopleOf(
  context: ToolContext,
  { text, file, contact }: Source,
): Promise<{ people: Person[]; source: string }> {
  const read = text
    ? { text, source: 'a text that was pasted' }
    : contact
      ? await newestMail(context, contact)
      : await textOfFile(context, file);
  const people = readPeople(read.text);
  if (people.length > 0) return { people, source: read.source };
  throw new InvalidError(
    'I find nobody in this text. I read names that stand with a company, a role, an e-mail address or a phone number, as in a signature.',
  );
}

async function newestMail(context: ToolContext, name: string): Promise<{ text: string; source: string }> {
  const { crm, scope } = context;
  const contact = await resolveOne(context, Contact, name, 'contact');
  const { records } = await crm.records(EmailMessage).find(scope, {
    where: [
      { field: 'contactIds', op: 'eq', value: contact.id },
      { field: 'direction', op: 'eq', value: 'in' },
    ],
    sort: '-sentAt',
    limit: MOST_MAILS,
  });
  // others write to people who are contacts too
  const own = new Set([contact.email, ...(contact.otherEmails ?? [])]);
  const mail = records.find(({ from }) => own.has(from.address));
  const body = mail && (await crm.records(EmailBody).getMany(scope, [mail.id])).get(mail.id);
  if (!mail || !body)
    throw new InvalidError(
      `There is no mail of ${contact.name} that you may read, so there is nothing to add from one. Paste their signature, and I read that.`,
    );
  return { text: body.text, source: `a mail from ${mail.from.address}` };
}

async function textOfFile(
  context: ToolContext,
  name: string | undefined,
): Promise<{ text: string; source: string }> {
  const file = await fileMeant(context, name, ['text', 'document', 'image']);
  const group = kindOfName(file.name)?.group;
  if (group !== 'text' && group !== 'image')
    throw new InvalidError(
      `I cannot read people out of ${file.name}. Paste the text, or attach a contact card (.vcf), a text file or a photo of a card.`,
    );
  const isPicture = group === 'image';
  if (isPicture) context.status(`Reading ${file.name}`);
  const { stream } = await context.crm.files.open(
    context.scope,
    file.id,
    isPicture ? undefined : { start: 0, end: MOST_BYTES - 1 },
  );
  const bytes = await buffer(stream);
  const text = isPicture ? await textOfPicture(file.name, bytes) : bytes.toString('utf8');
  return { text, source: file.name };
}
