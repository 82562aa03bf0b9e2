import type { ConsoleIconName } from '../ui/console-icon.tsx';

/** The places of the console; `key` after G goes there. */
export const PLACES: ReadonlyArray<{
  to: string;
  label: string;
  icon: ConsoleIconName;
  key: string;
  /** On a telephone in the bar, which has room for few; the others are behind "More". */
  isInBar?: true;
  /** Reached from another place, by its key and by looking for it. */
  isAside?: true;
}> = [
  { to: '/chat', label: 'Chat', icon: 'chat', key: 'c', isInBar: true },
  { to: '/inbox', label: 'Inbox', icon: 'bell', key: 'i', isInBar: true },
  { to: '/mail', label: 'Mail', icon: 'mail', key: 'm' },
  { to: '/records', label: 'Records', icon: 'records', key: 'r', isInBar: true },
  { to: '/calendar', label: 'Calendar', icon: 'calendar', key: 'l', isInBar: true },
  { to: '/imports', label: 'Imports', icon: 'upload', key: 'e', isAside: true },
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
