import { expect, it } from 'vitest';
import { isPushService } from './push-services.ts';

it.each([
  'https://fcm.googleapis.com/fcm/send/x',
  'https://updates.push.services.mozilla.com/wpush/v2/x',
  'https://wns2-par02p.notify.windows.com/w/?token=x',
  'https://web.push.apple.com/x',
])('pushes to %s', (endpoint) => {
  expect(isPushService(endpoint, [])).toBe(true);
});

it.each([
  'http://fcm.googleapis.com/fcm/send/x',
  'https://fcm.googleapis.com:8443/x',
  'https://fcm.googleapis.com.evil.example/x',
  'https://evil-push.apple.com.example/x',
  'http://169.254.169.254/latest/meta-data',
  'https://localhost/x',
])('does not push to %s', (endpoint) => {
  expect(isPushService(endpoint, [])).toBe(false);
});

it('pushes to what is configured, by its whole origin', () => {
  expect(isPushService('http://127.0.0.1:9999/x', ['http://127.0.0.1:9999'])).toBe(true);
  expect(isPushService('http://127.0.0.1:9998/x', ['http://127.0.0.1:9999'])).toBe(false);
});
