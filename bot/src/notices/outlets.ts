import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import type { Channel } from '../channel.ts';
import { channels as known } from '../channels/registry.ts';
import type { Config } from '../config.ts';
import type { Mailer } from '../mail/mailer.ts';
import { chatOutlet } from './chat-outlet.ts';
import { mailOutlet } from './mail-outlet.ts';
import type { Outlet } from './outlet.ts';
import { pushOutlet } from './push-outlet.ts';
import { vapidKeys } from './vapid-keys.ts';

/** Every way in which this process can tell people things: the chats that are on, their browsers, and mail. */
export function outletsOf({
  crm,
  config,
  box,
  channels,
  mailer,
}: {
  crm: CrmCore;
  config: Config;
  box: SecretBox;
  channels: readonly Channel[];
  mailer: Mailer | undefined;
}): Outlet[] {
  const { PUBLIC_URL, MAIL_FROM, PUSH_SERVICES, PORT } = config;
  const address = MAIL_FROM?.replace(/^.*<|>$/g, '') ?? 'clianta@localhost';
  return [
    ...channels
      .filter(({ tell }) => tell)
      .map((channel) =>
        chatOutlet(crm, channel, known.find(({ name }) => name === channel.name)?.label ?? channel.name),
      ),
    pushOutlet({
      crm,
      keys: () => vapidKeys(crm, box),
      subject: PUBLIC_URL?.startsWith('https:') ? PUBLIC_URL : `mailto:${address}`,
      services: PUSH_SERVICES,
    }),
    ...(mailer ? [mailOutlet(crm, mailer, PUBLIC_URL ?? `http://localhost:${PORT}`)] : []),
  ];
}
