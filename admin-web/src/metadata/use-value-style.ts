import { useEffect, useMemo, useState } from 'react';
import { useSession } from '../session/session-context.ts';
import { useKinds } from './metadata-provider.tsx';
import { fetchNames, referencesOf, type Valued } from './references.ts';
import type { ValueStyle } from './value-text.ts';

/**
 * How to write these values: the workspace's way, with the names of the records that they refer to. A name that is on
 * its way is missing, and what was found before is not asked for again.
 *
 * @param valued - the same array as long as nothing in it has changed
 */
export function useValueStyle(valued: readonly Valued[]): ValueStyle {
  const { workspace } = useSession();
  const { id, locale, timeZone, currency } = workspace;
  const kinds = useKinds();
  const [names, setNames] = useState<ReadonlyMap<string, string>>(() => new Map());

  useEffect(() => {
    const missing = referencesOf(kinds, valued, names);
    if (missing.size === 0) return;
    const controller = new AbortController();
    fetchNames(id, kinds, missing, controller.signal).then(
      (found) => {
        if (!controller.signal.aborted) setNames((all) => new Map([...all, ...found]));
      },
      // the values show without names
      () => {},
    );
    return () => controller.abort();
  }, [id, kinds, valued, names]);

  return useMemo(() => ({ locale, timeZone, currency, names }), [locale, timeZone, currency, names]);
}
