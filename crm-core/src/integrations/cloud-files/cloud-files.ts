import type { Connection } from '../layer/define-integration.ts';

/** A content with the name and media type that it has there. */
interface CloudContent {
  name: string;
  type: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Files at a vendor; only those that were put there from here are seen and touched. */
export interface CloudFiles {
  /** "Google Drive". */
  title: string;
  /** An id for a file that is to be made: whoever stores it before the file is made can make it again and has one. */
  newId(connection: Connection): Promise<string>;
  /** Makes the file, or replaces what is in it. @returns the address that people open it by */
  put(connection: Connection, id: string, content: CloudContent): Promise<{ link: string }>;
  /** @returns undefined where it is not there any more, or lies in the trash */
  find(connection: Connection, id: string): Promise<{ link: string } | undefined>;
  /** Removes it for good, also from the trash. @returns whether it was there */
  remove(connection: Connection, id: string): Promise<boolean>;
}
