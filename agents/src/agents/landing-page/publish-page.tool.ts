import { parseInstant } from '@clianta/crm-core/entity/filter';
import { InvalidError } from '@clianta/crm-core/errors';
import {
  LandingPage,
  type LandingPageRecord,
} from '@clianta/crm-core/marketing/landing-page/landing-page.schema';
import { addressOfPage } from '@clianta/crm-core/marketing/landing-page/page-address';
import { checksOf } from '@clianta/crm-core/marketing/landing-page/page-checks';
import type { PageVersionRecord } from '@clianta/crm-core/marketing/landing-page/page-version.schema';
import {
  publishPage as publish,
  rollBackTo,
  versionsOf,
  withdrawPage,
} from '@clianta/crm-core/marketing/landing-page/publish-page';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { formatDate } from '../../tools/format.ts';
import { recordCard } from '../../tools/present.ts';
import { pageLink } from './page-links.ts';
import { pageMeant } from './page-meant.ts';

const input = z.strictObject({
  page: oneOf(LandingPage).optional().describe('Which page; left out: the one spoken of'),
  action: z
    .enum(['publish', 'withdraw', 'rollback'])
    .default('publish')
    .describe('rollback: an earlier version is shown again'),
  version: z.number().int().min(1).optional().describe('With rollback: its number; left out: the one before'),
  asOf: slot({ kind: 'since' }, z.string().max(60))
    .optional()
    .describe('With rollback: as it was then, such as yesterday'),
});
type Args = z.output<typeof input>;

export const publishPage = defineTool({
  name: 'publish_page',
  does: 'Publishing a landing page',
  operation: 'transition',
  entity: LandingPage.name,
  description:
    'Makes the draft of a landing page what visitors see, takes a page off, or shows an earlier version again. Always proposed first, with its address and what was looked at.',
  input,
  effect: 'ask',
  async propose(args, context): Promise<Proposal> {
    if (args.action !== 'rollback' && args.asOf !== undefined && !isToday(context, args.asOf))
      throw new InvalidError(
        'A page is published or taken off at once: I cannot do it at a time to come. Say it again when it is time.',
      );
    const page = await pageMeant(context, args.page);
    const version = await versionMeant(context, page, args);
    return {
      title: `${TITLES[args.action]} “${page.title}”`,
      preview: {
        count: 1,
        sample: [{ title: page.title, detail: addressOfPage(context.crm, page) }],
        changes: [
          { label: 'Address', to: addressOfPage(context.crm, page) },
          ...(await changesOf(context, page, args, version)),
        ],
      },
      isDestructive: args.action === 'withdraw',
      recordIds: [page.id],
    };
  },
  async run(args, context): Promise<ToolResult> {
    if (!context.approvedIds) throw new InvalidError('Publishing needs an approval.');
    const { crm, scope } = context;
    const [id] = context.approvedIds;
    const page = await crm.records(LandingPage).get(scope, String(id));
    const version = await versionMeant(context, page, args);
    const after =
      args.action === 'withdraw'
        ? await withdrawPage(crm, scope, page)
        : version
          ? await rollBackTo(crm, scope, page, version)
          : await publish(crm, scope, page);
    return {
      text:
        args.action === 'withdraw'
          ? `Took **${after.title}** off: its address leads nowhere now.`
          : version
            ? `**${after.title}** is as it was on ${formatDate(version.at, context)} (version ${version.number}): ${pageLink(crm, after)}`
            : `**${after.title}** is published: ${pageLink(crm, after)}`,
      cards: [
        await recordCard(context, LandingPage, after, { badge: BADGES[args.action], changed: ['status'] }),
      ],
      changes: [{ entity: LandingPage.name, id: after.id, change: 'updated' }],
      focus: [focusOf(LandingPage, after)],
      suggestions:
        args.action === 'withdraw'
          ? ['Publish it again']
          : ['How is the page doing?', 'Take the page offline'],
      isAnswer: true,
    };
  },
});

const TITLES = { publish: 'Publish', withdraw: 'Take off', rollback: 'Put back' } as const;
const BADGES = { publish: 'Published', withdraw: 'Taken off', rollback: 'Put back' } as const;

/** @throws InvalidError for what cannot be done now */
async function changesOf(
  context: ToolContext,
  page: LandingPageRecord,
  { action }: Args,
  version: PageVersionRecord | undefined,
): Promise<Array<{ label: string; to: string }>> {
  if (action === 'withdraw') {
    if (page.status !== 'published') throw new InvalidError(`**${page.title}** is not published.`);
    return [{ label: 'Visitors', to: 'Find nothing there any more; draft and versions stay' }];
  }
  if (version)
    return [
      { label: 'Version', to: `${version.number}, of ${formatDate(version.at, context)}` },
      { label: 'Draft', to: 'Becomes that version too' },
    ];
  const checks = await checksOf(context.crm, context.scope, page);
  const faults = checks.filter(({ fault, isHint }) => fault && !isHint);
  if (faults.length > 0)
    throw new InvalidError(
      `**${page.title}** cannot be published yet: ${faults.map(({ fault }) => fault).join('; ')}.`,
    );
  return checks.map(({ what, fault }) => ({ label: fault ? 'Mind' : 'Checked', to: fault ?? what }));
}

async function versionMeant(
  context: ToolContext,
  page: LandingPageRecord,
  { action, version: number, asOf }: Args,
): Promise<PageVersionRecord | undefined> {
  if (action !== 'rollback') return undefined;
  const versions = await versionsOf(context.crm, context.scope, page.id);
  const then = asOf ? endOf(context, asOf) : undefined;
  const found = number
    ? versions.find((one) => one.number === number)
    : then
      ? versions.find(({ at }) => at < then)
      : versions.find((one) => one.number < (page.publishedVersion ?? 0));
  if (found && found.number !== page.publishedVersion) return found;
  const known = versions.map((one) => `${one.number} (${formatDate(one.at, context)})`).join(', ');
  throw new InvalidError(
    known
      ? `**${page.title}** has no other version like that. There are: ${known}.`
      : `**${page.title}** was never published, so there is nothing to go back to.`,
  );
}

const DAY_MS = 86_400_000;

/** "Now" and "today" are at once; "tonight" and "on Monday" are not. */
function isToday(context: ToolContext, text: string): boolean {
  const at = parseInstant(text, context);
  const agoMs = at ? context.crm.now().getTime() - at.getTime() : -1;
  return agoMs >= 0 && agoMs < DAY_MS;
}

/** "As yesterday" is as it was at the end of that day. */
function endOf(context: ToolContext, text: string): Date {
  const at = parseInstant(text, context);
  if (!at) throw new InvalidError(`“${text}” is not a time that I understand.`);
  return new Date(at.getTime() + DAY_MS);
}
