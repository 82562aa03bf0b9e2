import { fold } from '@clianta/crm-core/entity/search-text';
import { InvalidError } from '@clianta/crm-core/errors';
import type { IntegrationCredentialRecord } from '@clianta/crm-core/integrations/layer/integration-credential.schema';
import { integrations } from '@clianta/crm-core/integrations/registry';
import type { ToolContext } from '../../../../tool.ts';
import { AskBack } from '../../../../tools/ask-back.ts';
import { listed } from '../../../../tools/format.ts';

/** What vendors and their uses are called: "google", "google calendar", "calendar of google". */
export const USE_WORDS: readonly string[] = [
  ...new Set(
    integrations.flatMap(({ title, alsoCalled = [], features }) => [
      ...[title, ...alsoCalled].flatMap((one) => [one.toLowerCase(), `${one.toLowerCase()} account`]),
      ...Object.values(features).map((one) => one.title.toLowerCase()),
    ]),
  ),
];

/** A vendor, and what of it is meant. */
export interface Use {
  vendor: string;
  title: string;
  alsoCalled: readonly string[];
  /** Absent: the vendor as a whole was named. */
  feature?: { name: string; title: string };
}

/** Everything that could be meant, by the words for it. */
function usesOf({ crm }: ToolContext): Use[] {
  return crm.integrations.vendors.flatMap(({ integration }) => {
    const { name: vendor, title, alsoCalled = [], features } = integration;
    const whole = { vendor, title, alsoCalled };
    return [
      ...Object.entries(features).map(([name, one]) => ({ ...whole, feature: { name, title: one.title } })),
      whole,
    ];
  });
}

/**
 * What somebody means by "my Google calendar", "Salesforce" or "Sheets".
 *
 * @throws InvalidError naming what there is; AskBack where several fit
 */
export function useCalled(context: ToolContext, words: string): Use {
  const said = fold(words)
    .split(/[^a-z0-9]+/)
    .filter((word) => word && !['my', 'our', 'the', 'account'].includes(word));
  const uses = usesOf(context);
  // each word that was said has to be one of it; the fewest words besides win
  const fitting = uses
    .map((use) => ({
      use,
      words: fold([use.title, ...use.alsoCalled, use.feature?.title ?? ''].join(' ')).split(/[^a-z0-9]+/),
    }))
    .filter(
      ({ words: own }) =>
        said.length > 0 && said.every((word) => own.some((one) => one.startsWith(word.replace(/s$/, '')))),
    )
    .sort((a, b) => Number(a.use.feature !== undefined) - Number(b.use.feature !== undefined));
  const [best, ...others] = fitting;
  const titles = [...new Set(uses.map(({ title }) => title))];
  if (!best)
    throw new InvalidError(`I cannot connect “${words}”. What can be connected is ${listed(titles)}.`);
  const rivals = others.filter(({ use }) => use.vendor !== best.use.vendor);
  if (best.use.feature === undefined || rivals.length === 0) return best.use;
  throw new AskBack({
    text: 'Which one do you mean?',
    options: [best, ...rivals].map(({ use }) => ({
      label: use.feature?.title ?? use.title,
      value: `${use.title} ${use.feature?.title ?? ''}`.trim(),
    })),
    argument: 'integration',
  });
}

/** The connected account that is meant. @throws InvalidError, AskBack where several fit */
export async function accountMeant(
  context: ToolContext,
  words: string | undefined,
): Promise<IntegrationCredentialRecord> {
  const all = await context.crm.integrations.of(context.scope);
  const exact = all.find(({ id, name }) => id === words || name === words);
  if (exact) return exact;
  const use = words === undefined ? undefined : useCalled(context, words);
  const fitting = all.filter(
    ({ vendor, features }) =>
      use === undefined || (vendor === use.vendor && (!use.feature || features.includes(use.feature.name))),
  );
  const [only, ...more] = fitting;
  if (!only)
    throw new InvalidError(
      use
        ? `${use.feature?.title ?? use.title} is not connected. It is connected under Settings, Integrations.`
        : 'Nothing is connected yet. Systems are connected under Settings, Integrations.',
    );
  if (more.length === 0) return only;
  throw new AskBack({
    text: 'Which account do you mean?',
    options: fitting.map(({ id, vendor, name }) => ({ label: name, detail: vendor, value: id })),
    argument: 'integration',
  });
}
