import type { z } from 'zod';
import type { CrmCore } from '../../crm-core.ts';
import type { Scope } from '../../entity/scope.ts';
import type { CloudFiles } from '../cloud-files/cloud-files.ts';
import type { MailVendor } from '../mail/mail-vendor.ts';
import type { SheetStore } from '../sheets/sheet-store.ts';
import type { CrmSource } from '../source/crm-source.ts';
import type { SyncRun } from '../sync/sync-run.ts';
import type { SyncStart } from '../sync/sync-start.ts';
import type { FeatureWatch } from '../watch/feature-watch.ts';
import type { CallAnswer, CallRequest } from './call-request.ts';
import type { IntegrationCredentialRecord } from './integration-credential.schema.ts';

/** What a connected account is known by. */
export interface AccountIdentity {
  /** The vendor's own id of it; the same account is never connected twice. */
  accountId: string;
  /** For people: an address, the name of a workspace there. */
  name: string;
}

/** Signs in at the vendor: the code flow with PKCE (S256). */
export interface OAuth2<E> {
  kind: 'oauth2';
  /** Whose tokens they are; where the vendor sends an ID token, what it names. */
  issuer(env: E): string;
  authorizeUrl(env: E): string;
  tokenUrl(env: E): string;
  /** Left out: the vendor has none, and the tokens are only forgotten here. */
  revokeUrl?(env: E): string;
  client(env: E): { id: string; secret: string };
  /** How the client proves itself. Default `post`: in the body. */
  proof?: 'post' | 'basic';
  /** Scopes that every connection asks for, besides those of its features. */
  scopes?: readonly string[];
  /** What the vendor wants besides: `access_type=offline`. */
  parameters?: Readonly<Record<string, string>>;
  /** What it wants where there is no refresh token yet: `prompt=consent`. */
  consent?: Readonly<Record<string, string>>;
  /** Whose account the tokens open. */
  identify(found: {
    /** Of the ID token, checked; empty without one. */
    claims: Readonly<Record<string, unknown>>;
    /** The whole answer of the token endpoint. */
    answer: Readonly<Record<string, unknown>>;
    call(request: CallRequest): Promise<CallAnswer>;
  }): Promise<AccountIdentity>;
  /** What an error of the sign-in means and what to do about it; undefined: nothing is known of it. */
  inWords?(said: string): string | undefined;
  /** Vendors that name what they grant otherwise than it was asked for. */
  scopeNamed?(granted: string): string;
  /** Where people take back what they have granted, at a vendor that has no `revokeUrl`. */
  grantsUrl?: string;
  /** What of a token answer is kept beside the tokens and is no secret: the address of the customer's own server. */
  details?(answer: Readonly<Record<string, unknown>>): Record<string, string>;
}

/** Uses a key that is entered in the console. */
export interface ApiKey {
  kind: 'api_key';
  /** What is entered, each described by its label; the field named `key` shows its last four characters afterwards. */
  fields: z.ZodObject;
  headers(values: Readonly<Record<string, string>>): Record<string, string>;
  /** What of it is no secret and calls need: the number that texts come from. */
  details?(values: Readonly<Record<string, string>>): Record<string, string>;
  identify(found: {
    values: Readonly<Record<string, string>>;
    call(request: CallRequest): Promise<CallAnswer>;
  }): Promise<AccountIdentity>;
}

/** So many calls in so long, exactly, over all processes. */
export interface CallLimit {
  calls: number;
  perMs: number;
  /** `account`: each connected account has as many. `client`: all of them share them. Default `account`. */
  of?: 'account' | 'client';
}

/** A connected account that can be called. */
export interface Connection {
  crm: CrmCore;
  credential: IntegrationCredentialRecord;
  /** The only door out. */
  call(request: CallRequest): Promise<CallAnswer>;
}

/** Something that a connection is used for; each is switched on by itself. */
interface Feature {
  /** "Google Calendar". */
  title: string;
  /** "Meetings, both ways", for the console. */
  about: string;
  scopes: readonly string[];
  /** `person`: everybody connects their own. `workspace`: an admin connects it for all. */
  of: 'person' | 'workspace';
  /** What is kept the same on both sides by the clock. Absent: it is only used when something asks for it. */
  sync?: {
    everyMs: number;
    /** Each has a cursor and a job of its own. */
    streams(connection: Connection): Promise<readonly string[]> | readonly string[];
    run(run: SyncRun): Promise<void>;
    /** Kinds of records, by the names of their entities, whose changes here are sent within a minute. */
    sends?: readonly string[];
    /** Where nothing is written on either side before an admin has seen what would be. */
    start?: SyncStart;
  };
  /** Has the vendor tell when something is new; without it the clock looks. */
  watch?: FeatureWatch;
  /** A mailbox that is read and sent from. */
  mail?: MailVendor;
  /** What follows from switching it on, also when it is connected anew. Throws where it cannot be: then it stays off. */
  begin?(connection: Connection, scope: Scope): Promise<void>;
  /** What follows from letting it go. */
  end?(connection: Connection, scope: Scope): Promise<void>;
  /** Spreadsheets that rows can be added to. */
  sheets?: SheetStore;
  /** A place that files can be saved in. */
  files?: CloudFiles;
  /** Records that can be brought in, one way. */
  source?: CrmSource;
}

/** A message of the vendor that something is new. */
interface Push {
  path: string;
  headers: Readonly<Record<string, string | undefined>>;
  query: Readonly<Record<string, string>>;
  body: Buffer;
}

/** What is answered to a push, and which streams it wakes. */
interface PushAnswer {
  status: number;
  body?: string | Buffer;
  /** Media type of the body. Default plain text. */
  type?: string;
  wakes?: ReadonlyArray<{ workspaceId: string; credentialId: string; feature: string; stream: string }>;
}

/** Whom a vendor is to forget, and what stands there about them. */
export interface PersonThere {
  emails: string[];
  phones: string[];
  /** Of records that are theirs, and of others that name them; whether it was written there from here. */
  links: ReadonlyArray<{ object: string; externalId: string; isTheirs: boolean; isOurs: boolean }>;
  /** The text without the person. */
  without(text: string): string;
}

/** What a vendor has of a person, and what became of it. */
export interface ErasedThere {
  target: string;
  found: number;
  erased: number;
  /** What a person has to do there by hand. */
  left?: string;
}

/** Another company's system: one folder, and a line in the registry. */
export interface Integration<E extends z.ZodObject = z.ZodObject> {
  /** As it is stored: `google`. */
  name: string;
  /** For people: "Google". */
  title: string;
  /** What else people call it. */
  alsoCalled?: readonly string[];
  /** Its environment variables, each described. */
  env: E;
  /** Those without which it is not offered. A vendor with keys needs none. */
  needs: ReadonlyArray<keyof E['shape'] & string>;
  auth: OAuth2<z.output<E>> | ApiKey;
  /** The addresses that are called, by name; a request names one, or the first is meant. @param details - of the account */
  bases(env: z.output<E>, details: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
  limits: Readonly<Record<string, CallLimit>>;
  /** Hosts of the pages on which people look at what was put there: answers may link to them. */
  linkHosts?: readonly string[];
  /** Vendors that say otherwise than by 429 that it is too much. */
  isThrottled?(answer: CallAnswer): boolean;
  /** What an admin does at the vendor so that it can be connected. @param redirect - the address that is entered there */
  setUp?(redirect: string): ReadonlyArray<{ label: string; value: string }>;
  /** Throws what is wrong with a connection. */
  health(connection: Connection): Promise<void>;
  /** Takes a push of the vendor. Throws UnauthenticatedError where it does not prove who sends it. */
  webhook?: (push: Push, context: { crm: CrmCore; env: z.output<E> }) => Promise<PushAnswer>;
  /** Removes what it has of a person; the same again finds nothing more. */
  erase?: (connection: Connection, person: PersonThere) => Promise<ErasedThere[]>;
  features: Readonly<Record<string, Feature>>;
}

/** The installation’s own client, of two variables that are called after the vendor: `GOOGLE_CLIENT_ID` and `GOOGLE_CLIENT_SECRET`. */
export const clientNamed =
  <N extends string>(name: N) =>
  (env: Partial<Record<`${N}_CLIENT_ID` | `${N}_CLIENT_SECRET`, string | undefined>>) => ({
    id: env[`${name}_CLIENT_ID`] ?? '',
    secret: env[`${name}_CLIENT_SECRET`] ?? '',
  });

export const oauth2 = <E>(options: Omit<OAuth2<E>, 'kind'>): OAuth2<E> => ({ kind: 'oauth2', ...options });

export const apiKey = (options: Omit<ApiKey, 'kind'>): ApiKey => ({ kind: 'api_key', ...options });

/** Keeps a definition's own types while it is written, and hides them from the registry. */
export function defineIntegration<E extends z.ZodObject>(integration: Integration<E>): Integration {
  return integration as unknown as Integration;
}
