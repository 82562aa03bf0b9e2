import { isIP } from 'node:net';
import { ForbiddenError } from '@clianta/crm-core/errors';
import type { RequestHandler } from 'express';

/**
 * A page of another site whose name was made to lead here (DNS rebinding) is told by the name it calls. An address in numbers
 * cannot be made to.
 */
export function requireOwnHost(publicUrl: string | undefined): RequestHandler {
  const own = ['localhost', ...(publicUrl ? [new URL(publicUrl).hostname] : [])];
  return (request, _response, next) => {
    const { hostname = '' } = request;
    if (!own.includes(hostname) && isIP(hostname.replace(/^\[|\]$/g, '')) === 0)
      throw new ForbiddenError(
        `“${hostname}” is not this server's name. Set PUBLIC_URL to the address that is used.`,
      );
    next();
  };
}
