import { useEffect, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { type ApiError, asApiError } from '../../api/api-error.ts';
import { request } from '../../api/request.ts';
import { capitalize } from '../../formatting.ts';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import { listPath, recordPath } from '../../metadata/record-path.ts';
import { settingsFor } from '../../screens/settings/settings-pages.ts';
import { SETTINGS_WORDS } from '../../screens/settings/settings-words.ts';
import { useSession } from '../../session/session-context.ts';
import { useChatClient } from '../chat-provider.tsx';
import { PLACES } from '../places.ts';
import { matching, type PaletteItem } from './palette-item.ts';

interface Found {
  groups: Array<{
    label: string;
    plural: string;
    hits: Array<{ id: string; title: string; subtitle?: string }>;
  }>;
  conversations: Array<{ id: string; title: string }>;
}

/** The rest of a word is waited for. */
const TYPING_MS = 120;
const NOTHING: Found = { groups: [], conversations: [] };

/** What the server finds as somebody types; what was found stays until the next is there. */
function useFound(text: string) {
  const { workspace } = useSession();
  const [state, setState] = useState<{ text: string; found: Found; error?: ApiError }>({
    text: '',
    found: NOTHING,
  });
  useEffect(() => {
    const wanted = text.trim();
    if (!wanted) return setState({ text: '', found: NOTHING });
    const controller = new AbortController();
    const ask = async () => {
      const path = `/api/workspaces/${encodeURIComponent(workspace.id)}/search?${new URLSearchParams({ q: wanted })}`;
      try {
        const found = await request<Found>(path, { signal: controller.signal });
        setState({ text: wanted, found });
      } catch (error) {
        if (!controller.signal.aborted) setState({ text: wanted, found: NOTHING, error: asApiError(error) });
      }
    };
    const timer = setTimeout(() => void ask(), TYPING_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [text, workspace.id]);
  return { ...state, isSearching: text.trim() !== state.text };
}

/** What can be chosen for a text: places and actions, what is called so, and to ask Clianta. */
export function usePaletteItems(text: string, { onShortcuts }: { onShortcuts: () => void }) {
  const navigate = useNavigate();
  const client = useChatClient();
  const { spoken } = useKinds();
  const { session, isAdmin, chooseWorkspace, signOut } = useSession();
  const { found, error, isSearching } = useFound(text);

  const known = useMemo((): PaletteItem[] => {
    const say = (words: string) => {
      navigate('/chat');
      client.send(words);
    };
    const goTo = (title: string, path: string, detail?: string, words?: string) => ({
      id: `to:${path}`,
      group: 'Go to',
      title,
      detail,
      words,
      run: () => navigate(path),
    });
    const action = (title: string, run: () => void, detail?: string) => ({
      id: `do:${title}`,
      group: 'Actions',
      title,
      detail,
      run,
    });
    return [
      ...PLACES.map(({ label, to }) => goTo(label, to)),
      ...spoken.map(({ label, plural }) => goTo(capitalize(label.many), listPath({ plural }))),
      ...settingsFor(isAdmin).flatMap(({ pages }) =>
        pages.map(({ label, path }) => goTo(label, `/settings/${path}`, 'Settings', SETTINGS_WORDS[path])),
      ),
      goTo('Where I am told', '/inbox/settings', 'Notices, quiet hours, digest, this browser'),
      action('New conversation', () => {
        client.show({ fresh: true });
        navigate('/chat');
      }),
      ...spoken
        .filter(({ rights }) => rights.create)
        .map(({ label }) => action(`New ${label.one}`, () => say(`Add a ${label.one}`))),
      action('What did I miss?', () => say('What did I miss?')),
      action('Keyboard shortcuts', onShortcuts),
      ...session.workspaces
        .slice(0, session.workspaces.length > 1 ? undefined : 0)
        .map(({ id, name }) => action(`Switch to ${name}`, () => chooseWorkspace(id), 'Workspace')),
      action('Sign out', () => void signOut()),
    ];
  }, [navigate, client, spoken, session.workspaces, isAdmin, chooseWorkspace, signOut, onShortcuts]);

  const items = useMemo((): PaletteItem[] => {
    const records = found.groups.flatMap(({ label, plural, hits }) =>
      hits.map(({ id, title, subtitle }) => ({
        id: `${plural}:${id}`,
        group: capitalize(label),
        title,
        detail: subtitle,
        run: () => navigate(recordPath({ plural }, id)),
      })),
    );
    const conversations = found.conversations.map(({ id, title }) => ({
      id: `conversation:${id}`,
      group: 'Conversations',
      title,
      run: () => navigate(`/chat/${encodeURIComponent(id)}`),
    }));
    const words = text.trim();
    const ask = words && {
      id: 'ask',
      group: 'Clianta',
      title: `Say “${words}”`,
      run: () => {
        navigate('/chat');
        client.send(words);
      },
    };
    return [...records, ...conversations, ...matching(known, text), ...(ask ? [ask] : [])];
  }, [found, known, text, navigate, client]);

  return { items, error, isSearching };
}
