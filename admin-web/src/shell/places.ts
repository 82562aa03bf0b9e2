import type { ConsoleIconName } from '../ui/console-icon.tsx';

/** The places of the console; `key` after G goes there. */
export const PLACES: ReadonlyArray<{
  to: string;
  label: string;
  icon: ConsoleIconName;
  key: string;
  /** Reached from another place, by its key and by looking for it. */
  isAside?: true;
}> = [
  { to: '/chat', label: 'Chat', icon: 'chat', key: 'c' },
  { to: '/inbox', label: 'Inbox', icon: 'bell', key: 'i' },
  { to: '/mail', label: 'Mail', icon: 'mail', key: 'm' },
  { to: '/records', label: 'Records', icon: 'records', key: 'r' },
  { to: '/calendar', label: 'Calendar', icon: 'calendar', key: 'l' },
  { to: '/duplicates', label: 'Duplicates', icon: 'pair', key: 'd', isAside: true },
  { to: '/visitors', label: 'Visitors', icon: 'visitor', key: 'v', isAside: true },
  { to: '/pipelines', label: 'Pipelines', icon: 'pipelines', key: 'p' },
  { to: '/reports', label: 'Reports', icon: 'chart', key: 'f' },
  { to: '/workflows', label: 'Workflows', icon: 'flow', key: 'w' },
  { to: '/pages', label: 'Pages', icon: 'browser', key: 'o' },
  { to: '/website', label: 'Website', icon: 'globe', key: 'b' },
  { to: '/audit', label: 'Audit', icon: 'audit', key: 'a' },
  { to: '/settings', label: 'Settings', icon: 'settings', key: 's' },
];
