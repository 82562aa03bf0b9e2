import { turnEventSchema, turnResultSchema } from '@clianta/agents/turn-event.schema';
import type { Entity } from '@clianta/crm-core/entity/define-entity';
import { filterSchema } from '@clianta/crm-core/entity/filter.schema';
import { entityPaths, name } from './openapi/entity-paths.ts';
import { healthPaths } from './openapi/health-paths.ts';
import { recordSchema, schemaOf } from './openapi/json-schema.ts';
import { type Json, object } from './openapi/parts.ts';
import { routes } from './registry.ts';
import { SESSION_COOKIE } from './sessions.ts';

const error = {
  type: 'object',
  required: ['code', 'message'],
  properties: {
    code: { type: 'string' },
    message: { type: 'string' },
    fields: { type: 'object', additionalProperties: { type: 'string' } },
    reference: { type: 'string' },
  },
};

/** The API as an OpenAPI 3.1 document, from the entities and the schemas that requests are checked with. */
export function openApiDocument(version: string, entities: Iterable<Entity>): Json {
  const schemas: Json = {
    Error: object({ error }),
    Filter: schemaOf(filterSchema, 'input'),
    TurnResult: schemaOf(turnResultSchema, 'output'),
    TurnEvent: schemaOf(turnEventSchema, 'output'),
  };
  let paths = routes.reduce((all, one) => merged(all, one.paths?.() ?? {}), healthPaths());
  for (const entity of entities) {
    schemas[name(entity)] = recordSchema(entity);
    if (!entity.isReadOnly) {
      schemas[`${name(entity)}Create`] = schemaOf(entity.createSchema, 'input');
      schemas[`${name(entity)}Update`] = schemaOf(entity.updateSchema, 'input');
    }
    paths = merged(paths, entityPaths(entity));
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Clianta',
      version,
      description:
        'The CRM that you talk to. A change that comes with the cookie must also carry the header X-Clianta-Client.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    components: {
      schemas,
      securitySchemes: {
        session: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        token: { type: 'http', scheme: 'bearer', description: 'An API token, made in the settings' },
        cookie: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE },
      },
    },
    security: [{ session: [] }, { token: [] }, { cookie: [] }],
    paths,
  };
}

/** Of a path that both have, all operations. */
function merged(own: Json, more: Json): Json {
  const shared = Object.keys(more).filter((path) => path in own);
  const both = shared.map((path) => [path, { ...(more[path] as Json), ...(own[path] as Json) }]);
  return { ...own, ...more, ...Object.fromEntries(both) };
}
