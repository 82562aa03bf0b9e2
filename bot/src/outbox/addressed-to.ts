import type { Addressee } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import type { AddressObject, ParsedMail } from 'mailparser';
import type { ReadyMail } from './mail-provider.ts';

/** Whom of a mail's own words it goes to, and in secret whom they do not name. */
export function addressedTo(
  { to, cc }: Pick<ParsedMail, 'to' | 'cc'>,
  { envelope }: Pick<ReadyMail, 'envelope'>,
): Record<'to' | 'cc' | 'bcc', Addressee[]> {
  const left = new Set(envelope.to);
  const named = (of: ParsedMail['to']) =>
    [of ?? []]
      .flat()
      .flatMap(({ value }: AddressObject) =>
        value.flatMap(({ address = '', name }) =>
          left.delete(address) ? [{ address, ...(name && { name }) }] : [],
        ),
      );
  const own = { to: named(to), cc: named(cc) };
  return { ...own, bcc: [...left].map((address) => ({ address })) };
}
