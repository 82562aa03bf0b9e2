import { normalEmail } from '@clianta/crm-core/entity/email-address';
import { validate } from '@clianta/crm-core/entity/validate';
import { logger } from '@clianta/crm-core/logger';
import { Router } from 'express';
import { z } from 'zod';
import { addressKey } from '../limits/address-key.ts';
import { defineRoutes } from './define-routes.ts';

const recoverySchema = z.strictObject({ email: z.string().min(3, 'is missing').max(254) });

/** A link for a password by mail. The answer is the same whether anybody has the address. */
export const recoveryRoutes = defineRoutes({
  at: 'api',
  routes({ links, limits, mailer, publicUrl }) {
    // a link must not lead where the header of a request says, so the address has to be configured
    if (!mailer || !publicUrl) return undefined;
    const router = Router();
    router.post('/auth/forgot-password', async (request, response) => {
      const email = normalEmail(validate(recoverySchema, request.body, 'e-mail address').email);
      await limits.take('attemptOfAddress', addressKey(request.ip));
      await limits.take('linkByMail', email);
      // not waited for: how long it takes would tell whether there is an account
      void send(email).catch((err: unknown) => logger.warn({ err }, 'a link for a password was not mailed'));
      response.status(202).json({ isAccepted: true });
    });
    const send = async (email: string) => {
      const token = await links.makeFor(email);
      if (!token) return;
      const link = new URL(`/welcome#${token}`, publicUrl).href;
      const text = `Somebody, hopefully you, wants to choose a new password for Clianta.\n\n${link}\n\nThe link works once, for an hour. If it was not you, there is nothing to do: your password is as it was.\n`;
      await mailer.send({ to: email, subject: 'Choose a new password for Clianta', text });
    };
    return router;
  },
});
