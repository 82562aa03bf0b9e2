import { Catalog } from './catalog.ts';
import { DamagedFileError } from './damaged-file-error.ts';
import { Store } from './store.ts';

/**
 * Opens a database file with the list of its collections.
 *
 * @throws DamagedFileError when either cannot be read
 */
export function openFile(
  path: string,
  options: { isReadOnly?: boolean } = {},
): { store: Store; catalog: Catalog } {
  const store = new Store(path, options);
  try {
    return { store, catalog: new Catalog(store) };
  } catch (error) {
    void store.close();
    const why = error instanceof Error ? error.message : String(error);
    throw new DamagedFileError(path, `has a list of collections that cannot be read (${why})`);
  }
}
