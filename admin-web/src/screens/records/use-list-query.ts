import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';

/** So long after the last letter the list is asked for. */
const SETTLED_MS = 250;

/** What a list is asked for. It stands in the address, so that a list can be sent round and reloaded. */
export function useListQuery(defaultSort: string) {
  const [params, setParams] = useSearchParams();
  const search = params.get('q') ?? '';
  const sort = params.get('sort') ?? defaultSort;
  const [text, setText] = useState(search);
  const written = useRef(search);

  const set = (name: string, value: string) =>
    setParams(
      (all) => {
        if (value) all.set(name, value);
        else all.delete(name);
        return all;
      },
      { replace: true },
    );
  const write = useRef((value: string) => set('q', value));
  write.current = (value) => set('q', value);

  useEffect(() => {
    if (search === written.current) return;
    written.current = search;
    setText(search);
  }, [search]);
  useEffect(() => {
    const wanted = text.trim();
    if (wanted === written.current) return;
    const timer = setTimeout(() => {
      written.current = wanted;
      write.current(wanted);
    }, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [text]);

  return { search, sort, text, setText, setSort: (value: string) => set('sort', value) };
}
