/** Grows as needed; one is reused for all keys, so the result of `take` is a copy. */
export class KeyWriter {
  bytes = Buffer.allocUnsafe(4096);
  length = 0;

  room(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + count));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }

  byte(value: number): void {
    this.room(1);
    this.bytes[this.length++] = value;
  }

  raw(bytes: Uint8Array): void {
    this.room(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** UTF-8 with 0x00 escaped as 0x00 0xFF, ended by 0x00 0x00: a prefix sorts before what continues it. */
  text(value: string): void {
    this.room(value.length * 6 + 2);
    const start = this.length;
    this.length += this.bytes.write(value, start, 'utf8');
    if (value.includes('\0')) {
      const plain = Buffer.from(this.bytes.subarray(start, this.length));
      this.length = start;
      for (const byte of plain) {
        this.bytes[this.length++] = byte;
        if (byte === 0) this.bytes[this.length++] = 0xff;
      }
    }
    this.bytes[this.length++] = 0;
    this.bytes[this.length++] = 0;
  }

  invert(from: number): void {
    for (let i = from; i < this.length; i++) this.bytes[i] = ~(this.bytes[i] as number) & 0xff;
  }

  take(): Buffer {
    return Buffer.from(this.bytes.subarray(0, this.length));
  }
}
