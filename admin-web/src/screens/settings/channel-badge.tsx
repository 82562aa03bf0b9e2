import { Icon } from '../../ui/icon.tsx';
import { type ChannelHealth, stateOf } from './channel-health.ts';

export function ChannelBadge({ channel }: { channel: ChannelHealth }) {
  const { word, isWrong } = stateOf(channel);
  const kind = isWrong ? 'badge--danger' : channel.isOn ? 'badge--positive' : '';
  return (
    <span className={`badge ${kind}`}>
      {(channel.isOn || isWrong) && <Icon name={isWrong ? 'alert' : 'check'} size={13} />}
      {word}
    </span>
  );
}
