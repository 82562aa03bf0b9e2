import type { Connection } from '../layer/define-integration.ts';

/** When something takes place: by times, or by whole days, both included. */
interface EventTime {
  startAt?: Date;
  endAt?: Date;
  startDate?: string;
  endDate?: string;
  zone: string;
}

/** What both sides have of a meeting. */
export interface EventContent extends EventTime {
  title: string;
  location?: string;
  /** RFC 5545, without `RRULE:`. */
  rrule?: string;
  exDates: Date[];
  isFree: boolean;
}

/** A meeting as it stands in the other calendar. */
export interface OutsideEvent {
  id: string;
  /** As the vendor counts its changes. */
  version: string;
  changedAt: Date;
  /** Of ours, by the mark that we have put there: the record's id. */
  ours?: string;
  /** The same in every calendar that has it. */
  uid?: string;
  /** Deleted, cancelled or declined there. */
  isGone: boolean;
  /** One of a series that is not as the others. */
  exceptionOf?: { id: string; originalAt: Date };
  /** Absent where it is gone. */
  content?: EventContent;
}

/** One page of what is new. The cursor comes with the last one. */
interface CalendarPage {
  events: OutsideEvent[];
  nextPage?: string;
  cursor?: string;
  /** What begins later was not listed, though it may be there. Absent: everything was. */
  until?: Date;
}

/** The vendor has forgotten how far we were: everything is listed again. */
export class CursorExpiredError extends Error {}

/** What was to be written has been changed there meanwhile: it is read first. */
export class ChangedThereError extends Error {}

/** A calendar at a vendor. */
export interface CalendarProvider {
  /**
   * @param from.cursor - of the last run; absent: everything from `since` on
   * @throws CursorExpiredError
   */
  changes(
    connection: Connection,
    calendar: string,
    from: { cursor?: string; page?: string; since: Date },
  ): Promise<CalendarPage>;
  /**
   * Writes one of ours. Writing it again is writing it once: its id there follows from ours.
   *
   * @param known - what was last seen there; absent: it is new
   * @throws ChangedThereError
   */
  put(
    connection: Connection,
    calendar: string,
    event: { recordId: string; content: EventContent; details: string },
    known?: { id: string; version: string },
  ): Promise<{ id: string; version: string }>;
  /** Takes it away; one that is gone already is. */
  remove(connection: Connection, calendar: string, id: string): Promise<void>;
}
