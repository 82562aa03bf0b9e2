import type { Page, WebSocketRoute } from 'playwright-core';

/** The connection between a page and the server, which a test can watch and cut. Install it before the page loads. */
export class Wire {
  #open: { toPage: WebSocketRoute; toServer: WebSocketRoute; isUp: boolean }[] = [];
  #cutWhen: { isIt: (packet: string) => boolean; resolve: () => void } | undefined;

  /** How often the page has connected. */
  connections = 0;

  async install(page: Page): Promise<this> {
    await page.routeWebSocket(/\/socket\.io\//, (toPage) => {
      const toServer = toPage.connectToServer();
      const one = { toPage, toServer, isUp: false };
      this.#open.push(one);
      this.connections += 1;
      toPage.onMessage((packet) => {
        toServer.send(packet);
        this.#look(String(packet));
      });
      toServer.onMessage((packet) => {
        // Socket.IO's "connected": from here on everything goes this way
        if (String(packet).startsWith('40')) one.isUp = true;
        if (this.#look(String(packet))) return;
        toPage.send(packet);
      });
    });
    return this;
  }

  get isUp(): boolean {
    return this.#open.some((one) => one.isUp);
  }

  /** Cuts the connection at the first packet that contains the text; a packet from the server is lost with it. */
  cutAt(...parts: string[]): Promise<void> {
    return new Promise((resolve) => {
      this.#cutWhen = { isIt: (packet) => parts.every((part) => packet.includes(part)), resolve };
    });
  }

  /** An event to the page, as if the server had sent it. */
  push(event: string, payload: unknown): void {
    this.#open.at(-1)?.toPage.send(`42${JSON.stringify([event, payload])}`);
  }

  async cut(): Promise<void> {
    const open = this.#open.splice(0);
    for (const { toPage, toServer } of open) {
      await toServer.close();
      await toPage.close();
    }
  }

  #look(packet: string): boolean {
    const wanted = this.#cutWhen;
    if (!wanted?.isIt(packet)) return false;
    this.#cutWhen = undefined;
    void this.cut().then(wanted.resolve);
    return true;
  }
}
