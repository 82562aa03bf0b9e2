import type { CrmCore } from '@clianta/crm-core/crm-core';
import { normalEmail } from '@clianta/crm-core/entity/email-address';
import { CliantaError } from '@clianta/crm-core/errors';
import { EmailBody } from '@clianta/crm-core/marketing/email-message/email-body.schema';
import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { machineReason } from '@clianta/crm-core/marketing/mail-tracking/machine-reason';
import {
  CLICK_PATH,
  linkOf,
  OPEN_PATH,
  readLinkToken,
  TRAP,
} from '@clianta/crm-core/marketing/mail-tracking/mail-links';
import { noteTouch } from '@clianta/crm-core/marketing/mail-tracking/note-touch';
import type { OutboxRow } from '@clianta/crm-core/marketing/outbox/outbox-rows';
import { linkToSite } from '@clianta/crm-core/tracking/visitor/link-to-site';
import { type Request, Router } from 'express';
import { tokenOf } from '../api/authentication.ts';
import { defineRoutes } from '../api/define-routes.ts';
import { addressKey } from '../limits/address-key.ts';
import { pageErrors, privatePage } from '../public-page.ts';

/** One transparent pixel. */
const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/** What mail of campaigns is asked for: its picture, and its links, which lead where the mail that was sent says. */
export const mailTrackingRoutes = defineRoutes({
  at: 'page',
  routes({ crm, limits }) {
    const router = Router();
    const mailOf = async (request: Request) => {
      await limits.take('mailLink', addressKey(request.ip));
      const token = readLinkToken(crm, String(request.params.token));
      const row =
        token &&
        (await crm.store
          .model(EmailMessage)
          .findOne({ _id: token.mailId, direction: 'out' })
          .lean<OutboxRow>());
      return token && row ? { row, which: token.which } : undefined;
    };
    const lookOf = (request: Request, row: OutboxRow) => ({
      method: request.method,
      userAgent: request.get('user-agent') ?? '',
      at: crm.now(),
      sentAt: row.sentAt,
    });
    router.use([CLICK_PATH, OPEN_PATH], privatePage);
    router.get(`${OPEN_PATH}/:token`, async (request, response) => {
      const found = await mailOf(request);
      if (found?.which === 'o' && !(await isOfTeam(crm, request, found.row))) {
        const why = machineReason({ ...lookOf(request, found.row), kind: 'open', isTrap: false });
        await noteTouch(crm, found.row, { kind: 'open', which: 'o', why });
      }
      response.type('gif').send(PIXEL);
    });
    router.get(`${CLICK_PATH}/:token`, async (request, response) => {
      const found = await mailOf(request);
      if (!found) throw new NoLinkError();
      const { row, which } = found;
      const isTrap = which === TRAP;
      const body = await crm.store
        .model(EmailBody)
        .findOne({ _id: row._id, workspaceId: row.workspaceId })
        .lean<{ html?: string }>();
      const url = isTrap ? undefined : linkOf(body?.html ?? '', Number(which));
      if (!isTrap && !url) throw new NoLinkError();
      const why = machineReason({ ...lookOf(request, row), kind: 'click', isTrap });
      const isTeam = await isOfTeam(crm, request, row);
      if (!isTeam)
        await noteTouch(crm, row, { kind: 'click', which, why, ...(url && { url: url.slice(0, 2_000) }) });
      if (url) response.redirect(302, why || isTeam ? url : await linkToSite(crm, row, url));
      else response.status(204).end();
    });
    router.use([CLICK_PATH, OPEN_PATH], pageErrors);
    return router;
  },
});

/** Teammates never count: mail to one of them, and whoever is signed in here. */
async function isOfTeam(crm: CrmCore, request: Request, { workspaceId, to }: OutboxRow): Promise<boolean> {
  if (tokenOf(request.headers)?.isCookie) return true;
  const { team } = await crm.facts(workspaceId);
  return to.some(({ address }) => team.some(({ email }) => normalEmail(email) === normalEmail(address)));
}

class NoLinkError extends CliantaError {
  constructor() {
    super('not_found', 'This link is not complete, or what it led to is gone.');
  }
}
