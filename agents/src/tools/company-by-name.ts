import { Company, type CompanyRecord } from '@clianta/crm-core/crm/company/company.schema';
import { fold } from '@clianta/crm-core/entity/search-text';
import type { ToolContext } from '../tool.ts';
import { candidates } from './resolve.ts';

/** Mail hosts of private persons: their domain names no company. */
const PRIVATE_MAIL =
  /^(gmail|googlemail|outlook|hotmail|live|yahoo|icloud|me|aol|gmx|proton|protonmail|web)\./;

/** The company of that name, or a new one; the domain comes from the person's work e-mail. */
export async function companyByName(
  context: ToolContext,
  name: string,
  email?: string,
): Promise<{ record: CompanyRecord; isNew: boolean }> {
  const found = await candidates(context, Company, name);
  const exact = found.filter((company) => fold(company.name) === fold(name));
  const best = exact[0] ?? (found.length === 1 ? found[0] : undefined);
  if (best) return { record: best, isNew: false };
  const host = email?.split('@')[1]?.toLowerCase();
  const domain = host && !PRIVATE_MAIL.test(host) ? host : undefined;
  const service = context.crm.records(Company);
  const byDomain = domain ? await service.findOne(context.scope, { domain }) : undefined;
  if (byDomain && fold(byDomain.name).startsWith(fold(name).split(' ')[0] ?? ''))
    return { record: byDomain, isNew: false };
  const record = await service.create(context.scope, {
    name,
    ...(domain && !byDomain && { domain }),
    ownerId: context.scope.actor.id,
  });
  return { record, isNew: true };
}
