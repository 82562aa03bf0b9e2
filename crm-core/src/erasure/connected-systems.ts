import type { CrmCore } from '../crm-core.ts';
import { systemScope } from '../entity/scope.ts';
import type { ErasedThere, Integration } from '../integrations/layer/define-integration.ts';
import { IntegrationCredential } from '../integrations/layer/integration-credential.schema.ts';
import type { PersonKeys, TraceOutside } from './erasure/erasure.schema.ts';
import { PersonMatcher } from './person-matcher.ts';
import type { EraseAtVendor } from './vendors.ts';

const BY_HAND = 'It has to be erased there by hand.';
const NOT_CONNECTED =
  'The account is not connected any more: what was written there has to be erased by hand.';

/** Has people erased in every account that is connected with a system, and says of what it cannot. */
export function atConnected({ name, title, erase }: Integration): EraseAtVendor {
  return {
    name: title,
    async erase(crm, workspaceId, keys) {
      const { emails, phones } = keys;
      const person = new PersonMatcher(keys);
      const accounts = await crm.integrations.of(systemScope(workspaceId), name);
      const there: ErasedThere[] = [];
      for (const { id } of accounts) {
        const links = ofAccount(keys, id);
        if (!erase) there.push(...left(title, links.length, BY_HAND));
        else {
          const connection = await crm.integrations.connection(workspaceId, id);
          const known = { emails, phones, links, without: (text: string) => person.erase(text) };
          there.push(...(await erase(connection, known)));
        }
      }
      const isConnected = new Set(accounts.map(({ id }) => id));
      for (const id of await accountsEver(crm, workspaceId, name))
        if (!isConnected.has(id)) there.push(...left(title, ofAccount(keys, id).length, NOT_CONNECTED));
      return there;
    },
  };
}

const ofAccount = ({ outside = [] }: PersonKeys, id: string): TraceOutside[] =>
  outside.filter(({ credentialId }) => credentialId === id);

const left = (target: string, found: number, why: string): ErasedThere[] =>
  found > 0 ? [{ target, found, erased: 0, left: why }] : [];

/** Also those that were disconnected. */
async function accountsEver(crm: CrmCore, workspaceId: string, vendor: string): Promise<string[]> {
  const found = await crm.store.model(IntegrationCredential).distinct('_id', { workspaceId, vendor });
  return found.map(String);
}
