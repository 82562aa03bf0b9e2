import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** What a service that watches over servers is sent, as it comes. */
export interface TelemetryStandIn {
  /** With the port, and nothing behind it. */
  origin: string;
  received: ReadonlyArray<{ path: string; headers: string; body: string }>;
  stop(): Promise<void>;
}

/** A service of Sentry's or OpenTelemetry's on this machine. It keeps all that it is sent, headers included. */
export async function aTelemetryStandIn(): Promise<TelemetryStandIn> {
  const received: Array<{ path: string; headers: string; body: string }> = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const bytes = Buffer.concat(parts);
      const body = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString(
        'utf8',
      );
      received.push({ path: request.url ?? '', headers: JSON.stringify(request.headers), body });
      response.setHeader('content-type', 'application/json').end('{}');
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    origin: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
