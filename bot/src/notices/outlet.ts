import type { NoticeRecord } from '@clianta/crm-core/conversations/notice/notice.schema';

/** A notice, or a digest of several, as it goes out. */
export interface Told extends Pick<NoticeRecord, 'title' | 'body' | 'urgency'> {
  /** The notice's, or the digest's key: what is sent twice after a crash replaces itself where the platform can. */
  id: string;
  /** Below the address of the console: `/inbox`. */
  path: string;
  /** Why they are told, in a sentence. */
  because?: string | undefined;
}

/** One account, browser or address of a person. */
interface Target {
  id: string;
  /** @throws UpstreamError when it is not taken now, InvalidError when it never will be */
  send(told: Told): Promise<void>;
}

/** A way to tell people things outside of the console. */
export interface Outlet {
  /** As deliveries and preferences name it: `slack`, `push`, `mail`. */
  readonly name: string;
  /** For people: "Slack". */
  readonly label: string;
  targetsOf(workspaceId: string, userId: string): Promise<Target[]>;
}
