import type { CrmCore } from '@clianta/crm-core/crm-core';
import { CliantaError } from '@clianta/crm-core/errors';
import {
  ReconnectError,
  RefusedError,
  ThrottledError,
  VendorError,
} from '@clianta/crm-core/integrations/layer/vendor-error';
import { simpleParser } from 'mailparser';
import { reachOf } from '../mail-sync/vendor-source.ts';
import { addressedTo } from './addressed-to.ts';
import type { MailProvider, SendAnswer } from './mail-provider.ts';

/** Sends the mail of mailboxes that are reached by the API of their vendor; everything else goes by what is given. */
export function vendorProvider(crm: CrmCore, others: MailProvider): MailProvider {
  return {
    limits: others.limits,
    close: () => others.close(),
    check: (account, password) => others.check(account, password),
    async send(account, mail, options): Promise<SendAnswer> {
      if (!account.credentialId) return others.send(account, mail, options);
      let isTransmitted = false;
      let stopped: { by: unknown } | undefined;
      const leaving = {
        ...options,
        async onTransmit() {
          await options.onTransmit().catch((error: unknown) => {
            stopped = { by: error };
            throw error;
          });
          isTransmitted = true;
        },
      };
      try {
        const { vendor, connection } = await reachOf(crm, account.workspaceId, account.credentialId);
        const source = await simpleParser(mail.bytes, { skipHtmlToText: true, skipTextToHtml: true });
        const response = await vendor.send(connection, { ...mail, ...addressedTo(source, mail) }, leaving);
        return { kind: 'sent', response, refused: [] };
      } catch (error) {
        // it was taken from this run, before anything of it left
        if (stopped) throw stopped.by;
        return answerOf(error, isTransmitted);
      }
    },
  };
}

function answerOf(error: unknown, isTransmitted: boolean): SendAnswer {
  if (!(error instanceof CliantaError)) throw error;
  const text = error.message;
  if (error instanceof ReconnectError) return { kind: 'credentials', text };
  if (error instanceof VendorError && error.isUnsure && isTransmitted) return { kind: 'unknown', text };
  if (error instanceof ThrottledError || error instanceof VendorError)
    return { kind: 'later', text, refusals: [] };
  const code = error instanceof RefusedError ? 554 : 550;
  return { kind: 'refused', refusals: [{ code, status: '5.7.0', text }] };
}
