import { ErrorCode } from '@slack/web-api';

/** Slack's word for what it refused: `channel_not_found`; undefined for any other failure. */
export function platformError(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || error.code !== ErrorCode.PlatformError) return;
  const data: unknown = 'data' in error ? error.data : undefined;
  return typeof data === 'object' && data !== null && 'error' in data ? String(data.error) : undefined;
}
