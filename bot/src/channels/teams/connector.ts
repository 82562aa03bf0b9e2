/** Where messages go: what an activity from there has told. It is kept in the store, so every part is a string. */
export interface TeamsPlace {
  /** `https://smba.trafficmanager.net/emea/` */
  serviceUrl: string;
  /** A chat, or a thread of a channel (`19:...@thread.tacv2;messageid=1`). */
  conversationId: string;
  /** Ours: `28:<app id>`. */
  botId: string;
  tenantId: string;
}

/** An activity of the Bot Framework that goes out: JSON as the Bot Connector takes it. */
export interface OutgoingActivity {
  type: 'message' | 'typing';
  text?: string;
  [property: string]: unknown;
}

/** What the roster of a conversation says of one of its members. */
export interface RosterMember {
  name?: string;
  email?: string;
  userPrincipalName?: string;
  tenantId?: string;
  /** `guest`, `user`, ... */
  userRole?: string;
}

/**
 * Microsoft's service, as the channel needs it. What is behind it is one file, so that another SDK takes one file.
 *
 * Calls that Microsoft puts off (429, 412, 5xx) are tried again, as long as its Retry-After says.
 */
export interface TeamsConnector {
  /**
   * Whether a request is Microsoft's and for us: issuer, audience, signature, expiry and service URL of its token.
   *
   * @throws UpstreamError when the keys to check with cannot be had
   */
  isGenuine(authorization: string, activity: Readonly<Record<string, unknown>>): Promise<boolean>;
  /** @returns the id of the activity @throws NotTakenError */
  post(place: TeamsPlace, activity: OutgoingActivity): Promise<string>;
  /** @throws NotTakenError */
  update(place: TeamsPlace, activityId: string, activity: OutgoingActivity): Promise<void>;
  /** @returns whether it is gone, by this or before; false where Teams refuses it @throws NotTakenError */
  remove(place: TeamsPlace, activityId: string): Promise<boolean>;
  /** Undefined when the roster does not say. Never throws. */
  member(place: TeamsPlace, userId: string): Promise<RosterMember | undefined>;
  /** The private chat with a person. @returns its id @throws UpstreamError when there can be none */
  openChat(place: TeamsPlace, userId: string): Promise<string>;
  /** A picture or file that only we may read. @throws UpstreamError */
  download(url: string): Promise<Uint8Array>;
}
