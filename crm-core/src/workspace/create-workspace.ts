import { z } from 'zod';
import { Pipeline } from '../crm/pipeline/pipeline.schema.ts';
import type { CrmCore } from '../crm-core.ts';
import { emailAddress } from '../entity/email-address.ts';
import { idFrom, newId } from '../entity/ids.ts';
import { currency, timeZone } from '../entity/platform-values.ts';
import { systemScope } from '../entity/scope.ts';
import { validate } from '../entity/validate.ts';
import { ConflictError } from '../errors.ts';
import { TeamMember } from './team-member/team-member.schema.ts';
import { hashPassword, newPasswordSchema } from './user/password.ts';
import { User } from './user/user.schema.ts';
import { Workspace } from './workspace/workspace.schema.ts';

export const setupSchema = z.strictObject({
  workspaceName: z.string().trim().min(1, 'is missing').max(120),
  name: z.string().trim().min(1, 'is missing').max(120),
  email: emailAddress(),
  password: newPasswordSchema,
  timeZone: timeZone().default('UTC'),
  currency: currency().default('USD'),
});
export type Setup = z.input<typeof setupSchema>;

/** The stages a first pipeline begins with. */
const FIRST_STAGES = [
  ['Qualified', 0.2],
  ['Discovery', 0.35],
  ['Proposal', 0.55],
  ['Negotiation', 0.75],
] as const;

/** The id of the one workspace that the set-up page makes: a second set-up at the same time finds it taken. */
const FIRST_WORKSPACE = idFrom('first workspace');

export async function isSetupNeeded(crm: CrmCore): Promise<boolean> {
  return (
    (await crm.store.model('workspace').findOne({ isDeleted: false }).select({ _id: 1 }).lean()) === null
  );
}

/** @throws ConflictError when there is a workspace already */
export async function requireSetUpNeeded(crm: CrmCore): Promise<void> {
  if (!(await isSetupNeeded(crm))) throw new ConflictError('Clianta is set up already. Please sign in.');
}

/**
 * The first workspace with its owner and a pipeline to start with.
 *
 * @throws ConflictError when there is a workspace already
 */
export async function createFirstWorkspace(
  crm: CrmCore,
  input: Setup,
): Promise<{ workspaceId: string; userId: string }> {
  const setup = validate(setupSchema, input, 'set-up');
  await requireSetUpNeeded(crm);
  const workspaceId = FIRST_WORKSPACE;
  const scope = systemScope(workspaceId);
  const { workspaceName, name, email, password, timeZone: zone, currency: money } = setup;
  await crm
    .records(Workspace)
    .create(scope, { name: workspaceName, timeZone: zone, currency: money }, { id: workspaceId });
  const user = await crm.records(User).create(scope, {
    name,
    email,
    passwordHash: await hashPassword(password),
    workspaceIds: [workspaceId],
    timeZone: zone,
  });
  await crm.records(TeamMember).create(scope, { userId: user.id, name, email, role: 'owner' });
  await crm.records(Pipeline).create(scope, {
    name: 'Sales',
    isDefault: true,
    stages: [
      ...FIRST_STAGES.map(([stage, probability]) => ({
        id: newId(),
        name: stage,
        probability,
        kind: 'open' as const,
      })),
      { id: newId(), name: 'Won', probability: 1, kind: 'won' },
      { id: newId(), name: 'Lost', probability: 0, kind: 'lost' },
    ],
  });
  return { workspaceId, userId: user.id };
}
