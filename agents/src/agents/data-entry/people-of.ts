import { InvalidError } from '@clianta/crm-core/errors';
import { kindOfName } from '@clianta/crm-core/files/file-kinds';
import type { ToolContext } from '../../tool.ts';
import { fileMeant } from '../../tools/file-meant.ts';
import type { Person } from './extract/found.ts';
import { readPeople } from './extract/read-people.ts';

/** A text that people are read out of, in bytes. */
const MOST_BYTES = 512 * 1024;

/** Who is in a text, or in a text file that was attached. @throws InvalidError when nobody is, or it is a picture */
export async function peopleOf(
  context: ToolContext,
  { text, file }: { text?: string | undefined; file?: string | undefined },
): Promise<{ people: Person[]; source: string }> {
  const read = text ? { text, source: 'a text that was pasted' } : await textOfFile(context, file);
  const people = readPeople(read.text);
  if (people.length > 0) return { people, source: read.source };
  throw new InvalidError(
    'I find nobody in this text. I read names that stand with a company, a role, an e-mail address or a phone number, as in a signature.',
  );
}

async function textOfFile(
  context: ToolContext,
  name: string | undefined,
): Promise<{ text: string; source: string }> {
  const file = await fileMeant(context, name, ['text', 'document', 'image']);
  if (kindOfName(file.name)?.group !== 'text')
    throw new InvalidError(
      `I cannot read people out of ${file.name}: pictures and scans need a model that sees. Paste the text, or attach a contact card (.vcf) or a text file.`,
    );
  const { stream } = await context.crm.files.open(context.scope, file.id, { start: 0, end: MOST_BYTES - 1 });
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(Buffer.from(part));
  return { text: Buffer.concat(parts).toString('utf8'), source: file.name };
}
