import { ConflictError, UpstreamError } from '@clianta/crm-core/errors';
import { ExternalIdentity } from '@clianta/crm-core/workspace/external-identity/external-identity.schema';
import { Router } from 'express';
import { scopeOfRequest } from './authentication.ts';
import { defineRoutes } from './define-routes.ts';
import { channelPaths } from './openapi/channel-paths.ts';

/** Tries a channel out: whoever asks is sent a message there. */
export const channelRoutes = defineRoutes({
  at: 'workspace',
  paths: channelPaths,
  routes({ crm, channels }) {
    const router = Router({ mergeParams: true });
    router.post('/channels/:name/test', async (request, response) => {
      const scope = await scopeOfRequest(crm, request);
      const channel = channels.find(({ name }) => name === request.params.name);
      if (!channel?.tell) throw new ConflictError('This channel is not on.');
      const own = { channel: channel.name, userId: scope.actor.id };
      const account = await crm.records(ExternalIdentity).findOne(scope, own);
      if (!account)
        throw new ConflictError(
          'You have no linked account there. Link one, or write to Clianta there first.',
        );
      const { externalTeamId, externalUserId } = account;
      const { workspaceId } = scope;
      const said = { title: 'It works', body: `${scope.actor.name} has tried out this connection.` };
      await channel.tell({ workspaceId, externalTeamId, externalUserId }, said).catch((cause: unknown) => {
        if (cause instanceof UpstreamError) throw cause;
        throw new UpstreamError(
          `It was not taken: ${cause instanceof Error ? cause.message : 'no reason was given'}`,
        );
      });
      response.status(204).end();
    });
    return router;
  },
});
