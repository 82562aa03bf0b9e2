import { connect } from 'node:net';

/** Whether a Redis that has finished loading answers on this unix socket. */
export function answersPing(socketPath: string, timeoutMs = 1_000): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath);
    const finish = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(timeoutMs, () => finish(false));
    socket.once('error', () => finish(false));
    socket.once('connect', () => socket.write('PING\r\n'));
    // "-LOADING" while the append-only file is read
    socket.once('data', (answer) => finish(answer.toString().startsWith('+PONG')));
  });
}
