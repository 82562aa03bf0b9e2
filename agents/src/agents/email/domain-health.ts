import { checkDomain } from '@clianta/crm-core/marketing/deliverability/check-domain';
import type { DnsLookup } from '@clianta/crm-core/marketing/deliverability/dns-lookup';
import type { DomainCheck } from '@clianta/crm-core/marketing/deliverability/domain-check';
import type { EmailAccountRecord } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import type { TableCard } from '../../reply.schema.ts';
import type { ToolResult } from '../../tool.ts';

const MOST_DOMAINS = 3;

/** Why mail may be taken for spam, as far as the records of the domain tell. */
export async function domainHealth(
  dns: DnsLookup,
  accounts: readonly EmailAccountRecord[],
  said: string | undefined,
): Promise<ToolResult> {
  const own = [...new Set(accounts.map(({ address }) => address.split('@').at(-1) ?? ''))];
  const domains = said === undefined ? own.slice(0, MOST_DOMAINS) : [said];
  if (domains.length === 0)
    return {
      text: 'No mailbox is connected, so I do not know which domain you send from. Name it: “check the SPF record of example.com”.',
      isAnswer: true,
    };
  const found = await Promise.all(
    domains.map(async (domain) => {
      const account = accounts.find(({ address }) => address.endsWith(`@${domain}`));
      const checks = await checkDomain(domain, {
        dns,
        ...(account?.smtp && { smtpHost: account.smtp.host }),
      });
      return { domain, checks };
    }),
  );
  return {
    text: found.map(({ domain, checks }) => inWords(domain, checks)).join('\n\n'),
    cards: found.map(({ domain, checks }) => checksTable(domain, checks)),
    isAnswer: true,
  };
}

function inWords(domain: string, checks: readonly DomainCheck[]): string {
  const ill = checks.filter(({ state }) => state === 'failed' || state === 'warning');
  const untold = checks.filter(({ state }) => state === 'unknown');
  const lines = ill.flatMap(({ name, found, fix, record }) => [
    `- **${name}**: ${found}${fix ? ` ${fix}` : ''}`,
    ...(record ? [`  \`${record.name}\` ${record.type} \`${record.value}\``] : []),
  ]);
  const open = untold.length > 0 ? ` I could not tell: ${untold.map(({ name }) => name).join(', ')}.` : '';
  if (ill.length > 0)
    return `**${domain}** has something to mend, which mail servers count against it.${open}\n${lines.join('\n')}`;
  return untold.length === checks.length
    ? `The name servers of **${domain}** did not answer, so I cannot say how it is. Try again in a while.`
    : `The records of **${domain}** are in order.${open} If mail still goes to spam, look at what bounced and how many people did not ask for it.`;
}

const STATES = { ok: 'in order', warning: 'look at it', failed: 'wrong', unknown: 'not known' } as const;

const checksTable = (domain: string, checks: readonly DomainCheck[]): TableCard => ({
  type: 'table',
  title: domain,
  columns: [
    { key: 'name', label: 'Record' },
    { key: 'state', label: 'State' },
    { key: 'found', label: 'What there is' },
  ],
  rows: checks.map(({ name, state, found }) => ({ cells: { name, state: STATES[state], found } })),
  count: checks.length,
});
