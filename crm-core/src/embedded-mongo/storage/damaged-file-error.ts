/** A database file cannot be used as it is. The message names the file and the ways on; nothing was written to it. */
export class DamagedFileError extends Error {
  constructor(path: string, what: string) {
    super(
      `The database file ${path} ${what}. It was left as it is. Put a backup in its place with "npm run db -- restore FILE", or move the file away to start with an empty database.`,
    );
    this.name = 'DamagedFileError';
  }
}
