import type { ThreadAddress } from '@clianta/agents/conversation/thread-address';
import { wordsWithFiles } from '@clianta/agents/visitors/visitor-words';
import { changeVisitorChat } from '@clianta/crm-core/conversations/visitor-chat/change-visitor-chat';
import { VisitorChat } from '@clianta/crm-core/conversations/visitor-chat/visitor-chat.schema';
import { forwardVisitorWork } from '@clianta/crm-core/conversations/visitor-chat/visitor-work';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { defineJob, type JobRun } from '@clianta/crm-core/work/define-job';
import type { Channel } from '../channel.ts';
import { notePost } from './note-post.ts';
import { quoted } from './quoted.ts';

/** Of what is written in a file, in a message. */
const MOST_OF_A_FILE = 500;

/** Brings what a visitor has written to the thread where a teammate answers; not once they have left it. */
export function forwardVisitorJob(channels: readonly Channel[]) {
  return defineJob({
    ...forwardVisitorWork,
    async run({ crm, scope, workspaceId }: { crm: CrmCore } & JobRun, { chatId }): Promise<void> {
      const chat = (await crm.records(VisitorChat).getMany(scope, [chatId])).get(chatId);
      if (chat?.state !== 'person' || !chat.thread) return;
      const news = chat.messages.slice(chat.forwardedTo).filter(({ by }) => by === 'visitor');
      const { channel: name } = chat.thread;
      const address = chat.thread.address as unknown as ThreadAddress;
      const channel = channels.find((one) => one.name === name);
      if (!channel || news.length === 0) return;
      const said = await wordsWithFiles(crm, chat, news, MOST_OF_A_FILE);
      const hint = news.some(({ file }) => file) ? '\n\nThe file is under Visitors in the console.' : '';
      const text = `**${chat.reference}** writes:\n\n${quoted(said)}${hint}`;
      const { externalId, parts = externalId ? [externalId] : [] } = await channel.send(
        address,
        { text, cards: [] },
        '',
      );
      await notePost(crm, { workspaceId, channel: name, address, text, parts });
      const told = chat.messages.length;
      await changeVisitorChat(crm, workspaceId, chatId, ({ forwardedTo }) =>
        forwardedTo < told ? { forwardedTo: told } : undefined,
      );
    },
  });
}
