import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';

/** A plain Socket.IO server that acknowledges what it is sent: what open chats are compared with. Prints its port. */
const http = createServer();
new Server(http).on('connection', (socket) => {
  socket.on('message:send', (_body: unknown, ack: (answer: unknown) => void) => ack({ ok: true }));
});
http.listen(0, '127.0.0.1', () =>
  process.stdout.write(`Open http://127.0.0.1:${(http.address() as AddressInfo).port}\n`),
);
