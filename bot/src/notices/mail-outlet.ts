import { MAIL } from '@clianta/crm-core/conversations/notice/plan-delivery';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { User } from '@clianta/crm-core/workspace/user/user.schema';
import type { Mailer } from '../mail/mailer.ts';
import type { Outlet, Told } from './outlet.ts';

/** People's own addresses. */
export function mailOutlet(crm: CrmCore, mailer: Mailer, baseUrl: string): Outlet {
  return {
    name: MAIL,
    label: 'E-mail',
    async targetsOf(workspaceId, userId) {
      const user = (await crm.records(User).getMany(systemScope(workspaceId), [userId])).get(userId);
      if (!user) return [];
      const { email: to } = user;
      return [
        {
          id: to,
          send: (told) =>
            mailer.send({ to, subject: told.title, text: textOf(told, baseUrl), messageKey: told.id }),
        },
      ];
    },
  };
}

function textOf({ title, body, because, path }: Told, baseUrl: string): string {
  const link = new URL(path, baseUrl).href;
  const settings = new URL('/inbox/settings', baseUrl).href;
  const parts = [title, body, link, because, `Where and when you are told things: ${settings}`];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}
