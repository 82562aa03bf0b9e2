/**
 * SHA-256 of a short text, without waiting: thousands are tried for one proof of work, and the browser's own is only there on
 * https and answers each by a promise (FIPS 180-4).
 */
export function sha256(text: string): string {
  const length = text.length;
  const words = new Uint32Array((((length + 8) >> 6) + 1) << 4);
  for (let at = 0; at < length; at++)
    words[at >> 2] = (words[at >> 2] ?? 0) | (text.charCodeAt(at) << (24 - (at % 4) * 8));
  words[length >> 2] = (words[length >> 2] ?? 0) | (0x80 << (24 - (length % 4) * 8));
  words[words.length - 1] = length * 8;
  const hash = START.slice();
  for (let block = 0; block < words.length; block += 16) addBlock(hash, words.subarray(block, block + 16));
  return Array.from(hash, (word) => word.toString(16).padStart(8, '0')).join('');
}

const schedule = new Uint32Array(64);

function addBlock(hash: Uint32Array, block: Uint32Array): void {
  const at = (index: number) => schedule[index] ?? 0;
  for (let index = 0; index < 64; index++) {
    if (index < 16) {
      schedule[index] = block[index] ?? 0;
      continue;
    }
    const [x, y] = [at(index - 15), at(index - 2)];
    const small0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3);
    const small1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10);
    schedule[index] = at(index - 16) + small0 + at(index - 7) + small1;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = hash;
  for (let index = 0; index < 64; index++) {
    const big1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const first = (h + big1 + ((e & f) ^ (~e & g)) + (ROUNDS[index] ?? 0) + at(index)) | 0;
    const big0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const second = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  const sums = [a, b, c, d, e, f, g, h];
  for (let index = 0; index < 8; index++) hash[index] = (hash[index] ?? 0) + (sums[index] ?? 0);
}

const turn = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

/** The first 32 bits behind the point of the roots of the first primes: square roots to start with, cube roots for the rounds. */
const PRIMES = Array.from({ length: 312 }, (_, at) => at).filter(
  (number) =>
    number > 1 && !Array.from({ length: number - 2 }, (_, at) => at + 2).some((by) => number % by === 0),
);
const bitsOf = (root: number) => ((root % 1) * 2 ** 32) | 0;
const START = Uint32Array.from(PRIMES.slice(0, 8), (prime) => bitsOf(prime ** (1 / 2)));
const ROUNDS = Uint32Array.from(PRIMES.slice(0, 64), (prime) => bitsOf(prime ** (1 / 3)));
