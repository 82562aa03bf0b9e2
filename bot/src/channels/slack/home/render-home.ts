import type { Reply } from '@clianta/agents/reply.schema';
import type { HomeView, KnownBlock } from '@slack/types';
import { cardInWords } from '../../../channel-kit/card-words.ts';
import type { Home } from '../../../inbound/lookup.ts';
import { LIMITS } from '../render/limits.ts';
import { escapeText, toMrkdwn } from '../render/mrkdwn.ts';
import { renderReply } from '../render/render.ts';
import { renderApproval } from '../render/render-approval.ts';
import { context, heading, section } from '../render/render-blocks.ts';

const divider: KnownBlock = { type: 'divider' };

/** A person's own page: what waits for them first, then their day, then what is new. */
export function renderHome({ name, parts, approvals, notices }: Home): HomeView {
  const waiting = approvals.flatMap((card) => [...withoutSaying(renderApproval(card).blocks), divider]);
  const day = parts.flatMap((part) => [...withoutSaying(drawn(part)), divider]);
  const news = notices.flatMap(({ title, body }) => [
    section(`*${escapeText(title)}*`),
    ...(body ? context(escapeText(body)) : []),
  ]);
  const titled = (title: string, blocks: KnownBlock[]) =>
    blocks.length > 0 ? [...heading(title), ...blocks] : [];
  return view([
    ...heading(`Hello ${name}`),
    ...titled('Waiting for your decision', waiting),
    ...day,
    ...titled('News', news),
  ]);
}

/** For somebody who is not known: how to become so. */
export function renderStranger(message: string): HomeView {
  return view([...heading('Clianta'), section(escapeText(message))]);
}

/** Slack has tables in messages only. */
function drawn({ text, cards }: Reply): KnownBlock[] {
  return cards.length === 0
    ? renderReply({ text, cards: [] }).flatMap(({ blocks }) => blocks)
    : cards.flatMap((card) =>
        card.type === 'table'
          ? renderReply({ text: cardInWords(card), cards: [] }).flatMap(({ blocks }) => blocks)
          : renderReply({ text: '', cards: [card] }).flatMap(({ blocks }) => blocks),
      );
}

/** There is no conversation here to say anything in: buttons that ask for more of it are left out. */
function withoutSaying(blocks: readonly KnownBlock[]): KnownBlock[] {
  return blocks.flatMap((block): KnownBlock[] => {
    if (block.type !== 'actions') return [block];
    const elements = block.elements.filter((element) => !element.action_id?.startsWith('clianta_say'));
    return elements.length > 0 ? [{ ...block, elements }] : [];
  });
}

function view(blocks: KnownBlock[]): HomeView {
  const most = LIMITS.modalBlocks;
  const shown =
    blocks.length <= most
      ? blocks
      : [...blocks.slice(0, most - 1), section(toMrkdwn('There is more: ask “What is on my plate today?”'))];
  return { type: 'home', blocks: shown };
}
