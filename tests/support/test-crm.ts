import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Pipeline } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import { CrmCore } from '@clianta/crm-core/crm-core';
import { type Database, openDatabase } from '@clianta/crm-core/database';
import type { CreateInputOf, RecordOf } from '@clianta/crm-core/entity/define-entity';
import { newId } from '@clianta/crm-core/entity/ids';
import { type Role, type Scope, systemScope } from '@clianta/crm-core/entity/scope';
import type { IntegrationsOptions } from '@clianta/crm-core/integrations/layer/integrations';
import type { PublicLinkOptions } from '@clianta/crm-core/secrets/public-links';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { hashPassword } from '@clianta/crm-core/workspace/user/password';
import { User } from '@clianta/crm-core/workspace/user/user.schema';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import { inject } from 'vitest';
import { testFiles } from './test-files.ts';

/** The password of every test user. */
export const TEST_PASSWORD = 'correct horse battery';
let passwordHash: Promise<string> | undefined;

export interface TestDatabase {
  crm: CrmCore;
  database: Database;
  close(): Promise<void>;
}

export interface TestCrmOptions {
  now?: () => Date;
  readMs?: number;
  integrations?: IntegrationsOptions;
  /** The address that people, and vendors, use. */
  links?: PublicLinkOptions;
}

/** The indexes of the test run's database: one worker runs many files, and needs them once. */
let indexes: Promise<void> | undefined;

/** The CRM on the test run's database. Each test makes a workspace of its own: tenancy is the isolation. */
export async function openTestCrm(options: TestCrmOptions = {}): Promise<TestDatabase> {
  const database = await openDatabase({ uri: inject('mongoUri'), dataDir: '' });
  const { fileStore, remove } = testFiles();
  const crm = new CrmCore({ connection: database.connection, fileStore, ...options });
  indexes ??= crm.store.ensureIndexes();
  await indexes;
  return {
    crm,
    database,
    async close() {
      await database.stop();
      await remove();
    },
  };
}

export interface TestWorkspace {
  workspaceId: string;
  pipelineId: string;
  timeZone: string;
  /** The owner. */
  scope: Scope;
  system: Scope;
  /** Adds a teammate and returns their authority. */
  member(name: string, role?: Exclude<Role, 'system'>): Promise<Scope & { email: string }>;
}

export interface WorkspaceOptions {
  timeZone?: string;
  ownerName?: string;
}

/** A fresh workspace with an owner and a pipeline of four open stages. */
export async function aWorkspace(crm: CrmCore, options: WorkspaceOptions = {}): Promise<TestWorkspace> {
  const workspaceId = newId();
  const timeZone = options.timeZone ?? 'Europe/Berlin';
  const system = systemScope(workspaceId, 'test');
  await crm.records(Workspace).create(
    system,
    {
      name: `Test ${workspaceId.slice(-6)}`,
      timeZone,
      currency: 'USD',
    },
    { id: workspaceId },
  );
  passwordHash ??= hashPassword(TEST_PASSWORD);
  const member = async (name: string, role: Exclude<Role, 'system'> = 'member') => {
    const email = `${name.split(' ')[0]?.toLowerCase()}.${workspaceId.slice(-8)}@team.example`;
    const user = await crm
      .records(User)
      .create(system, { name, email, passwordHash: await passwordHash, workspaceIds: [workspaceId] });
    await crm.records(TeamMember).create(system, { userId: user.id, name, email, role });
    const scope: Scope = { workspaceId, actor: { type: 'user', id: user.id, name }, role, channel: 'web' };
    return { ...scope, email };
  };
  const scope = await member(options.ownerName ?? 'Sam Rivera', 'owner');
  const { id: pipelineId } = await crm.records(Pipeline).create(scope, {
    name: 'Sales',
    isDefault: true,
    stages: [
      ...['Qualified', 'Discovery', 'Proposal', 'Negotiation'].map((name, index) => ({
        id: newId(),
        name,
        probability: 0.2 * (index + 1),
        kind: 'open' as const,
      })),
      { id: newId(), name: 'Won', probability: 1, kind: 'won' },
      { id: newId(), name: 'Lost', probability: 0, kind: 'lost' },
    ],
  });
  return { workspaceId, pipelineId, timeZone, scope, system, member };
}

export const aContact = (
  crm: CrmCore,
  scope: Scope,
  values: Partial<CreateInputOf<typeof Contact>> = {},
): Promise<RecordOf<typeof Contact>> => crm.records(Contact).create(scope, { name: 'Ada Quist', ...values });

export const aCompany = (
  crm: CrmCore,
  scope: Scope,
  values: Partial<CreateInputOf<typeof Company>> = {},
): Promise<RecordOf<typeof Company>> => crm.records(Company).create(scope, { name: 'Northwind', ...values });

export const aDeal = (
  crm: CrmCore,
  scope: Scope,
  values: Partial<CreateInputOf<typeof Opportunity>> = {},
): Promise<RecordOf<typeof Opportunity>> =>
  crm.records(Opportunity).create(scope, { title: 'Northwind rollout', ...values });
