import type { DnsLookup } from '@clianta/crm-core/marketing/deliverability/dns-lookup';
import type { EmailAccountRecord } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { describe, expect, it } from 'vitest';
import { domainHealth } from './domain-health.ts';

const SILENT: DnsLookup = {
  txt: async () => 'unknown',
  mx: async () => 'unknown',
  addresses: async () => 'unknown',
};
const EMPTY: DnsLookup = { txt: async () => [], mx: async () => [], addresses: async () => [] };
const account = (address: string, host: string) =>
  ({ address, smtp: { host, port: 465, security: 'tls' } }) as EmailAccountRecord;

describe('how the domains of the mailboxes are', () => {
  it('shows the record to paste for what is missing, by the server that mail leaves through', async () => {
    const { text, cards } = await domainHealth(
      EMPTY,
      [account('sam@own.example', 'smtp.gmail.com')],
      undefined,
    );
    expect(text).toContain('`own.example` TXT `v=spf1 include:_spf.google.com ~all`');
    expect(text).toContain('`_dmarc.own.example` TXT `v=DMARC1; p=none');
    expect(cards).toMatchObject([{ title: 'own.example', count: 4 }]);
  });

  it('says that it cannot tell where nobody answers, instead of calling something missing', async () => {
    const { text } = await domainHealth(SILENT, [account('sam@own.example', 'smtp.own.example')], undefined);
    expect(text).toContain('did not answer');
    expect(text).not.toContain('mend');
  });

  it('asks for the domain where no mailbox is connected, and looks at one that is named', async () => {
    expect((await domainHealth(EMPTY, [], undefined)).text).toContain('Name it');
    expect((await domainHealth(EMPTY, [], 'other.example')).text).toContain('**other.example**');
  });
});
