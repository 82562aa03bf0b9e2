import { type ComponentType, createContext, useContext } from 'react';
import type { Clock } from './log/message-time.ts';
import type { ProposedRecords, Verdict } from './store/card-requests.ts';
import type { ActionState } from './store/chat-state.ts';

/** A record that a card names. */
export interface NamedRecord {
  entity: string;
  id: string;
  title: string;
}

/** Records of one kind that were chosen in a table, by their ids. */
export interface ChosenProps {
  entity: string;
  chosen: ReadonlySet<string>;
  onClear: () => void;
}

/** What a card or message may do, wherever in the log it stands. */
export interface ChatActions {
  decide: (approvalId: string, decision: 'approve' | 'reject', typedCount?: number) => unknown;
  choose: (choiceId: string, option: number) => unknown;
  undo: (groupId: string) => unknown;
  /** Sends a form back. @param formId - names the form for `states` */
  call: (formId: string, tool: string, values: Record<string, string>) => unknown;
  /** @returns what to tell the person. @throws ChatError */
  rate: (turnId: string, verdict: Verdict, comment?: string) => Promise<string>;
  /** The records of a proposal, from a place on. @throws ChatError */
  proposed: (approvalId: string, from: number) => Promise<ProposedRecords>;
  say: (text: string) => void;
  /** Shows a record where there is a place for it; otherwise it is asked for in the chat. @returns whether there is */
  openRecord?: (record: NamedRecord) => boolean;
  /** The address of a record's own place; undefined for what has none. */
  recordHref?: (record: Pick<NamedRecord, 'entity' | 'id'>) => string | undefined;
  /** Where files are taken from, where they can be. */
  files?: { href(fileId: string): string; thumbnail(fileId: string): string };
  /** What tables of records can do besides being read, where they can. */
  tables?: {
    /** What is done with those that are chosen. */
    Chosen: ComponentType<ChosenProps>;
    canChoose(entity: string): boolean;
    /** @throws ApiError */
    toSheet(entity: string, ids: readonly string[]): Promise<void>;
  };
  states: Record<string, ActionState>;
  allowedHosts: readonly string[];
  clock: Clock;
}

const nowhere = () => Promise.reject(new Error('There is no chat around this.'));

export const ChatActionsContext = createContext<ChatActions>({
  decide: () => {},
  choose: () => {},
  undo: () => {},
  call: () => {},
  rate: nowhere,
  proposed: nowhere,
  say: () => {},
  states: {},
  allowedHosts: [],
  clock: { locale: 'en', timeZone: 'UTC' },
});

export const useChatActions = (): ChatActions => useContext(ChatActionsContext);

/** Opens a record: on its page where there is one, else by saying so. */
export function useOpenRecord(): (record: NamedRecord) => void {
  const { openRecord, say } = useChatActions();
  return (record) => {
    if (!openRecord?.(record)) say(`Open ${record.title}`);
  };
}
