import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { signedIn } from '../api-server.ts';
import { type CuttingProxy, cuttingProxy } from '../cutting-proxy.ts';
import { program } from '../program.ts';
import { TEST_PASSWORD } from '../test-crm.ts';
import type { Answer, ChannelDriver, Speaker } from './channel-driver.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
/** Only a person is prompted, and the prompts tell where an answer ends. */
const AS_A_PERSON = 'data:text/javascript,process.stdin.isTTY=true';
const START_MS = 30_000;

class TerminalSpeaker implements Speaker {
  readonly #child: ChildProcess;
  readonly #proxy: CuttingProxy;
  #out = '';

  constructor(proxy: CuttingProxy, dataDir: string) {
    this.#proxy = proxy;
    this.#child = spawn(process.execPath, ['--import', AS_A_PERSON, program('chat'), '--new'], {
      cwd: root,
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: dataDir, LOG_LEVEL: 'silent' },
    });
    this.#child.stdout?.on('data', (chunk: Buffer) => {
      this.#out += chunk;
    });
  }

  ready(): Promise<unknown> {
    return vi.waitUntil(() => this.#parts().length > 1, START_MS);
  }

  /** Answers that are lost make the terminal deliver its message again by itself. */
  async say(text: string, times = 1): Promise<void> {
    this.#proxy.cut(times - 1);
    this.#child.stdin?.write(`${text}\n`);
  }

  async decide({ title }: { title: string }, decision: 'approve' | 'reject'): Promise<void> {
    await this.say(`${decision} “${title}”`);
  }

  answers(): Answer[] {
    // before the first prompt it greets, and what follows the last prompt is not complete
    return this.#parts()
      .slice(1, -1)
      .map((part) => ({ text: part.trim(), drawn: part.trim() }));
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.stdin?.end();
    await ended;
  }

  #parts(): string[] {
    return this.#out.split(/(?:^|\n)> /);
  }
}

/** The terminal's own program with piped streams, beside a running server. */
export async function terminalDriver(url: string): Promise<ChannelDriver> {
  const dir = mkdtempSync(join(tmpdir(), 'clianta-terminals-'));
  const proxies: CuttingProxy[] = [];
  let count = 0;
  const open = async (token: string, workspaceId: string) => {
    const proxy = await cuttingProxy(url);
    proxies.push(proxy);
    const dataDir = join(dir, String(++count));
    mkdirSync(join(dataDir, 'run'), { recursive: true });
    const file = { url: proxy.url, pid: process.pid, token, workspaceId };
    writeFileSync(join(dataDir, 'run', 'server.json'), JSON.stringify(file));
    const speaker = new TerminalSpeaker(proxy, dataDir);
    await speaker.ready();
    return speaker;
  };
  return {
    name: 'terminal',
    async open({ email, workspaceId }) {
      const { cookie } = await signedIn({ url }, email, TEST_PASSWORD);
      return open(cookie.slice(cookie.indexOf('=') + 1), workspaceId);
    },
    async stranger(text) {
      const speaker = await open('nonsense', 'aaaaaaaaaaaaaaaaaaaaaaaa');
      await speaker.say(text);
      return speaker;
    },
    sayWhileBroken: (speaker, text) => speaker.say(text, 2),
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these steer a terminal
    dangers: ({ drawn }) => drawn.match(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g) ?? [],
    async stop() {
      await Promise.all(proxies.map((proxy) => proxy.stop()));
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
