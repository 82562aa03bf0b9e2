import { inviteSchema } from '@clianta/crm-core/workspace/invite';
import { removalSchema } from '@clianta/crm-core/workspace/remove-member';
import { schemaOf } from './json-schema.ts';
import { answers, base, flag, type Json, json, object, path, ref, text } from './parts.ts';

const id = object({ id: text });

/** Who belongs to the team, and how they get in. */
export function teamPaths(): Json {
  return {
    [`${base}/team-members/invite`]: {
      post: {
        operationId: 'invite',
        tags: ['workspace'],
        summary: 'Add a person to the team; the token is for the link by which they choose a password',
        parameters: [path('workspaceId')],
        requestBody: { required: true, ...json(schemaOf(inviteSchema, 'input')) },
        responses: answers(object({ member: ref('TeamMember'), token: text }), 'Added', '201'),
      },
    },
    [`${base}/team-members/{id}/remove`]: {
      post: {
        operationId: 'removeFromTeam',
        tags: ['workspace'],
        summary: 'Take a person out of the team and hand over their records; undone together',
        parameters: [path('workspaceId'), path('id')],
        requestBody: json(schemaOf(removalSchema, 'input')),
        responses: answers(
          object({
            member: ref('TeamMember'),
            groupId: text,
            handedOver: { type: 'integer' },
            isPending: flag,
          }),
        ),
      },
    },
    [`${base}/team-members/{id}/password-link`]: {
      post: {
        operationId: 'makePasswordLink',
        tags: ['workspace'],
        summary: 'A new link for somebody who lost their password',
        parameters: [path('workspaceId'), path('id')],
        responses: answers(object({ token: text })),
      },
      delete: {
        operationId: 'revokePasswordLink',
        tags: ['workspace'],
        summary: 'Void the link that was made for somebody',
        parameters: [path('workspaceId'), path('id')],
        responses: answers(object({ id: text })),
      },
    },
    [`${base}/team-members/{id}/second-factor`]: {
      delete: {
        operationId: 'removeSecondFactor',
        tags: ['workspace'],
        summary: 'Take away the second factor of somebody who lost it',
        parameters: [path('workspaceId'), path('id')],
        responses: answers(id),
      },
    },
  };
}
