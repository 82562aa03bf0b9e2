import { requireAccess } from '@clianta/crm-core/entity/access';
import { emailAddress } from '@clianta/crm-core/entity/email-address';
import { newId } from '@clianta/crm-core/entity/ids';
import { hasRole, type Scope } from '@clianta/crm-core/entity/scope';
import { validate } from '@clianta/crm-core/entity/validate';
import { ForbiddenError, InvalidError } from '@clianta/crm-core/errors';
import {
  EmailAccount,
  type EmailAccountRecord,
} from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { orderMailSync } from '@clianta/crm-core/marketing/mail-sync/mail-sync-orders';
import { queueMail } from '@clianta/crm-core/marketing/outbox/queue-mail';
import { type Request, Router } from 'express';
import { z } from 'zod';
import { guessServers } from '../outbox/guess-servers.ts';
import { settleMail, unsettledOf } from '../outbox/settle-mail.ts';
import { requirePerson, scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';

const password = z
  .string()
  .min(1, 'is missing')
  .max(500)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they would begin another command
  .regex(/^[^\u0000\r\n]*$/, 'has a line break in it');

const connectSchema = EmailAccount.createSchema
  .pick({
    address: true,
    displayName: true,
    smtp: true,
    imap: true,
    sharing: true,
    isForTeam: true,
    signature: true,
  })
  .extend({ password });

const settleSchema = z.strictObject({ as: z.enum(['sent', 'again', 'dropped']) });

/** What of mailboxes is more than their records: passwords, which go in and never out, and whether a mailbox works. */
export const mailboxRoutes = defineRoutes({
  at: 'workspace',
  routes({ crm, mailboxSecrets: secrets, mailProvider: provider, limits }) {
    const router = Router({ mergeParams: true });
    /** @throws InvalidError in one sentence for each cause, whatever the server said: nobody looks round by it */
    const check = async (scope: Scope, account: EmailAccountRecord, secret: string) => {
      await limits.take('mailboxCheck', scope.actor.id);
      if (!account.smtp) return;
      const trouble = await provider.check(account, secret);
      if (!trouble) return;
      if (trouble.kind === 'credentials')
        throw new InvalidError('The mail server refuses the name or the password.', {
          password: 'is refused by the mail server',
        });
      throw new InvalidError(
        'The mail server could not be used. Please check its name, port and encryption.',
      );
    };
    const owned = async (request: Request) => {
      requirePerson(request);
      const scope = await scopeOfRequest(crm, request);
      requireAccess(EmailAccount, scope, 'update');
      const account = await crm.records(EmailAccount).get(scope, String(request.params.id));
      if (account.ownerId !== scope.actor.id && !hasRole(scope, 'admin'))
        throw new ForbiddenError('Only its owner or an admin changes a mailbox.');
      return { scope, account };
    };
    router.get('/email-accounts/guess', async (request, response) => {
      requireAccess(EmailAccount, await scopeOfRequest(crm, request), 'create');
      const { address } = validate(z.object({ address: emailAddress() }), request.query, 'mailbox');
      response.json(await guessServers(address));
    });
    router.post('/email-accounts/connect', async (request, response) => {
      requirePerson(request);
      const scope = await scopeOfRequest(crm, request);
      requireAccess(EmailAccount, scope, 'create');
      const { password: secret, ...values } = validate(connectSchema, request.body, 'mailbox');
      const input = { ...values, ownerId: scope.actor.id };
      const id = newId();
      await check(
        scope,
        { ...input, id, version: 0, workspaceId: scope.workspaceId } as never,
        String(secret),
      );
      const record = await crm.records(EmailAccount).create(scope, input as never, { id });
      await secrets.keep(scope.workspaceId, id, String(secret));
      response.status(201).json(record);
    });
    router.post('/email-accounts/:id/password', async (request, response) => {
      const { scope, account } = await owned(request);
      const { password: secret } = validate(z.strictObject({ password }), request.body, 'mailbox');
      await check(scope, account, secret);
      await secrets.keep(scope.workspaceId, account.id, secret);
      await orderMailSync(crm, { workspaceId: scope.workspaceId, accountId: account.id });
      response.status(204).end();
    });
    router.post('/email-accounts/:id/test', async (request, response) => {
      const { scope, account } = await owned(request);
      await limits.take('mailboxCheck', scope.actor.id);
      const { team } = await crm.facts(scope.workspaceId);
      const self = team.find(({ id }) => id === scope.actor.id);
      if (!self) throw new ForbiddenError('A test goes to a member of the team.');
      const messageId = await queueMail(crm, scope.workspaceId, {
        accountId: account.id,
        to: [{ address: self.email, name: self.name }],
        subject: `A test of ${account.address}`,
        text: `Clianta sends from ${account.address}. Nothing is to be done.`,
        purpose: 'personal',
        sendKey: `test:${newId()}`,
        source: `mailbox:${account.id}`,
        peopleIds: [scope.actor.id],
      });
      response.status(202).json({ messageId, to: self.email });
    });
    router.get('/email-messages/unsettled', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      requireAccess(EmailMessage, scope, 'read');
      response.json({ mails: await unsettledOf(crm, scope) });
    });
    router.post('/email-messages/:id/settle', async (request, response) => {
      requirePerson(request);
      const scope = await scopeOfRequest(crm, request);
      const { as } = validate(settleSchema, request.body, 'email');
      await settleMail(crm, scope, String(request.params.id), as);
      response.status(204).end();
    });
    return router;
  },
});
