import { UpstreamError } from '@clianta/crm-core/errors';
import { logger } from '@clianta/crm-core/logger';
import { type Activity, CloudAdapter } from 'botbuilder';
import {
  AuthenticationConfiguration,
  AuthenticationConstants,
  AuthenticationError,
  type BotFrameworkAuthentication,
  BotFrameworkAuthenticationFactory,
  ClaimsIdentity,
  type ConnectorClient,
  MicrosoftAppCredentials,
  PasswordServiceClientCredentialFactory,
  type ServiceClientCredentialsFactory,
} from 'botframework-connector';
import { Entity as EntityMapper } from 'botframework-connector/lib/connectorApi/models/mappers.js';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { z } from 'zod';
import type { OutgoingActivity, RosterMember, TeamsConnector, TeamsPlace } from './connector.ts';
import { NotTakenError, type Refusal, untilTaken } from './put-off.ts';

export interface BotbuilderOptions {
  /** Empty for the Playground, which has neither tokens nor names to check them with. */
  appId: string;
  password: string;
  /** Whose tokens we act with. */
  tenantId: string;
  /** Stands in for Microsoft's services, for tests: `http://127.0.0.1:1234`. */
  apiUrl?: string | undefined;
}

// botbuilder drops what it does not know of an entity: the stream that a part belongs to, and the label of a machine
EntityMapper.type.additionalProperties = { type: { name: 'Object' } };

const CALL_TIMEOUT_MS = 15_000;
const MOST_CLIENTS = 100;
/** Of an answer that a token is not genuine; whatever else fails is not about the token. */
const FORGED = new Set(['JsonWebTokenError', 'NotBeforeError', 'TokenExpiredError', 'SyntaxError']);

const rosterSchema = z.object({
  name: z.string().nullish(),
  email: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  tenantId: z.string().nullish(),
  userRole: z.string().nullish(),
});

/** Bot Framework's CloudAdapter, of which we use what checks tokens and what speaks with the Bot Connector. */
class Adapter extends CloudAdapter {
  readonly #appId: string;
  readonly #clients = new Map<string, Promise<ConnectorClient>>();

  constructor(appId: string, authentication: BotFrameworkAuthentication) {
    super(authentication);
    this.#appId = appId;
  }

  /** @throws when the request is not genuine */
  async authenticate(authorization: string, activity: Activity): Promise<void> {
    await this.botFrameworkAuthentication.authenticateRequest(activity, authorization);
  }

  /** One for each address: making one costs more than a call. */
  client(serviceUrl: string): Promise<ConnectorClient> {
    const known = this.#clients.get(serviceUrl);
    if (known) return known;
    const { AudienceClaim, AppIdClaim } = AuthenticationConstants;
    const identity = this.#appId
      ? new ClaimsIdentity([
          { type: AudienceClaim, value: this.#appId },
          { type: AppIdClaim, value: this.#appId },
        ])
      : new ClaimsIdentity([]);
    const { botFrameworkAuthentication } = this;
    const client = botFrameworkAuthentication
      .createConnectorFactory(identity)
      .create(serviceUrl, botFrameworkAuthentication.getOriginatingAudience());
    // Microsoft has a handful
    if (this.#clients.size >= MOST_CLIENTS) this.#clients.clear();
    this.#clients.set(serviceUrl, client);
    return client;
  }
}

/** Teams over `botbuilder`; the only file that knows it. */
export class BotbuilderConnector implements TeamsConnector {
  readonly #adapter: Adapter;
  readonly #credentials: ServiceClientCredentialsFactory;
  readonly #appId: string;

  constructor(options: BotbuilderOptions) {
    const { appId, password, tenantId, apiUrl } = options;
    this.#appId = appId;
    this.#credentials = apiUrl
      ? standInCredentials(options, apiUrl)
      : new PasswordServiceClientCredentialFactory(appId, password, tenantId);
    this.#adapter = new Adapter(appId, authentication(this.#credentials, apiUrl));
  }

  async isGenuine(authorization: string, activity: Readonly<Record<string, unknown>>): Promise<boolean> {
    // botbuilder would check tokens of Bot Framework's emulator and of skills by other rules, and leaves a service URL
    // that is not there unchecked
    if (!isOfBotConnector(authorization) || !activity.serviceUrl) return false;
    try {
      await this.#adapter.authenticate(authorization, activity as unknown as Activity);
      return true;
    } catch (error) {
      if (!(error instanceof Error)) return false;
      const isRefused = error instanceof AuthenticationError && error.statusCode < 500;
      if (isRefused || FORGED.has(error.name)) return false;
      throw new UpstreamError("Microsoft's keys cannot be read.", { cause: error });
    }
  }

  async post(place: TeamsPlace, activity: OutgoingActivity): Promise<string> {
    const sent = await this.#call(place, (client) =>
      client.conversations.sendToConversation(place.conversationId, addressed(place, activity), TIMEOUT),
    );
    return sent.id ?? '';
  }

  async update(place: TeamsPlace, activityId: string, activity: OutgoingActivity): Promise<void> {
    await this.#call(place, (client) =>
      client.conversations.updateActivity(
        place.conversationId,
        activityId,
        { ...addressed(place, activity), id: activityId },
        TIMEOUT,
      ),
    );
  }

  async remove(place: TeamsPlace, activityId: string): Promise<boolean> {
    try {
      await this.#call(place, (client) =>
        client.conversations.deleteActivity(place.conversationId, activityId, TIMEOUT),
      );
      return true;
    } catch (error) {
      const status = error instanceof NotTakenError ? error.status : undefined;
      if (status === undefined || status >= 500 || status === 429) throw error;
      return status === 404;
    }
  }

  async member(place: TeamsPlace, userId: string): Promise<RosterMember | undefined> {
    try {
      const found = await this.#call(place, (client) =>
        client.conversations.getConversationMember(place.conversationId, userId, TIMEOUT),
      );
      const entries = Object.entries(rosterSchema.parse(found));
      return Object.fromEntries(entries.filter(([, value]) => value));
    } catch (error) {
      logger.warn({ err: error }, 'teams does not say who somebody is');
      return undefined;
    }
  }

  async openChat(place: TeamsPlace, userId: string): Promise<string> {
    const { botId, tenantId } = place;
    const opened = await this.#call(place, (client) =>
      client.conversations.createConversation(
        {
          isGroup: false,
          bot: { id: botId, name: '' },
          members: [{ id: userId, name: '' }],
          tenantId,
          channelData: { tenant: { id: tenantId } },
        } as Parameters<typeof client.conversations.createConversation>[0],
        TIMEOUT,
      ),
    );
    return opened.id;
  }

  async download(url: string): Promise<Uint8Array> {
    const credentials = await this.#credentials.createCredentials(
      this.#appId,
      AuthenticationConstants.ToChannelFromBotOAuthScope,
      AuthenticationConstants.ToChannelFromBotLoginUrl,
      true,
    );
    const token =
      credentials instanceof MicrosoftAppCredentials && this.#appId && (await credentials.getToken());
    const response = await fetch(url, {
      ...(token && { headers: { Authorization: `Bearer ${token}` } }),
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
    });
    if (!response.ok) throw new UpstreamError(`Teams does not give the file: ${response.status}.`);
    return new Uint8Array(await response.arrayBuffer());
  }

  async #call<T>(place: TeamsPlace, run: (client: ConnectorClient) => Promise<T>): Promise<T> {
    return untilTaken(async () => run(await this.#adapter.client(place.serviceUrl)), refusalOf);
  }
}

const TIMEOUT = { timeout: CALL_TIMEOUT_MS };

function addressed({ botId, conversationId, serviceUrl }: TeamsPlace, activity: OutgoingActivity): Activity {
  const conversation = { id: conversationId };
  return { ...activity, serviceUrl, from: { id: botId }, conversation } as unknown as Activity;
}

function isOfBotConnector(authorization: string): boolean {
  const [, token] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization) ?? [];
  if (!token) return false;
  try {
    const { alg } = decodeProtectedHeader(token);
    return alg === 'RS256' && decodeJwt(token).iss === AuthenticationConstants.ToBotFromChannelTokenIssuer;
  } catch {
    return false;
  }
}

/** The public cloud, or what stands in for it. */
function authentication(credentials: ServiceClientCredentialsFactory, apiUrl: string | undefined) {
  const known = AuthenticationConstants;
  return BotFrameworkAuthenticationFactory.create(
    '',
    true,
    known.ToChannelFromBotLoginUrl,
    known.ToChannelFromBotOAuthScope,
    known.ToBotFromChannelTokenIssuer,
    known.OAuthUrl,
    apiUrl ? `${apiUrl}/v1/.well-known/openidconfiguration` : known.ToBotFromChannelOpenIdMetadataUrl,
    known.ToBotFromEmulatorOpenIdMetadataUrl,
    'urn:botframework:azure',
    credentials,
    new AuthenticationConfiguration(),
  );
}

/** Tokens from what stands in for Microsoft; MSAL takes none over HTTP. */
function standInCredentials({ appId, password }: BotbuilderOptions, apiUrl: string) {
  const real = new PasswordServiceClientCredentialFactory(appId, password);
  let token: Promise<string> | undefined;
  class StandInCredentials extends MicrosoftAppCredentials {
    override getToken(): Promise<string> {
      token ??= this.#ask();
      return token;
    }

    async #ask(): Promise<string> {
      const body = new URLSearchParams({ client_id: appId, client_secret: password });
      const response = await fetch(`${apiUrl}/token`, { method: 'POST', body });
      return z.object({ access_token: z.string() }).parse(await response.json()).access_token;
    }
  }
  return Object.assign(real, {
    createCredentials: async () => new StandInCredentials(appId, password),
  });
}

type Headers = { get(name: string): string | undefined };

const refusalSchema = z.object({
  statusCode: z.number().optional().catch(undefined),
  code: z.string().optional().catch(undefined),
  response: z
    .object({
      headers: z.custom<Headers>((value) => typeof (value as Partial<Headers> | null)?.get === 'function'),
    })
    .optional()
    .catch(undefined),
});

function refusalOf(error: unknown): Refusal {
  const parsed = refusalSchema.safeParse(error);
  if (!parsed.success) return { status: undefined };
  const { statusCode, code, response } = parsed.data;
  return { status: statusCode, code, retryAfter: response?.headers.get('retry-after') };
}
