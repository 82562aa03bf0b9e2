import { crc32, inflateRawSync, inflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { colorIcon, outlineIcon } from './icons.ts';
import { teamsManifest } from './manifest.ts';
import { zip } from './zip.ts';

const APP_ID = '11111111-2222-3333-4444-555555555555';

/** What Microsoft's schema of version 1.19 asks for, as far as our manifest goes. Nothing that it does not know is let in. */
const scopes = z
  .array(z.enum(['personal', 'team', 'groupChat']))
  .min(1)
  .max(3);
const https = z.url({ protocol: /^https$/ }).max(2_048);
const command = z.strictObject({ title: z.string().min(1).max(32), description: z.string().min(1).max(128) });
const rules = z.strictObject({
  $schema: https,
  manifestVersion: z.literal('1.19'),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  id: z.guid(),
  developer: z.strictObject({
    name: z.string().max(32),
    websiteUrl: https,
    privacyUrl: https,
    termsOfUseUrl: https,
  }),
  name: z.strictObject({ short: z.string().max(30), full: z.string().max(100) }),
  description: z.strictObject({ short: z.string().max(80), full: z.string().max(4_000) }),
  icons: z.strictObject({ color: z.string().max(2_048), outline: z.string().max(2_048) }),
  accentColor: z.string().regex(/^#[0-9a-fA-F]{6}$/),
  bots: z
    .array(
      z.strictObject({
        botId: z.guid(),
        scopes,
        supportsFiles: z.boolean(),
        isNotificationOnly: z.boolean(),
        commandLists: z.array(z.strictObject({ scopes, commands: z.array(command).max(10) })).max(3),
      }),
    )
    .max(1),
  composeExtensions: z
    .array(
      z.strictObject({
        botId: z.guid(),
        commands: z
          .array(
            command.extend({
              id: z.string().max(64),
              type: z.enum(['query', 'action']),
              initialRun: z.boolean(),
              context: z.array(z.enum(['compose', 'commandBox', 'message'])).max(3),
              parameters: z
                .array(command.extend({ name: z.string().max(64), inputType: z.literal('text') }))
                .min(1)
                .max(5),
            }),
          )
          .max(10),
      }),
    )
    .max(1),
  permissions: z.array(z.enum(['identity', 'messageTeamMembers'])),
  validDomains: z.array(z.string().max(2_048)).max(16),
});

it("makes a manifest that Microsoft's schema takes", () => {
  const manifest = teamsManifest({ url: 'https://crm.example.com/some/path', appId: APP_ID });
  expect(rules.parse(manifest)).toEqual(manifest);
  expect(manifest.bots[0]?.botId).toBe(APP_ID);
  expect(manifest.validDomains).toEqual(['crm.example.com']);
});

/** Pixels of a PNG as Teams would read it: width, height and red, green, blue, opacity of each. */
function readPng(picture: Buffer): { width: number; height: number; pixels: number[][] } {
  expect(picture.subarray(1, 4).toString()).toBe('PNG');
  const data: Buffer[] = [];
  let [width, height] = [0, 0];
  for (let at = 8; at < picture.length; ) {
    const length = picture.readUInt32BE(at);
    const type = picture.toString('ascii', at + 4, at + 8);
    const content = picture.subarray(at + 8, at + 8 + length);
    expect(picture.readUInt32BE(at + 8 + length)).toBe(crc32(picture.subarray(at + 4, at + 8 + length)));
    if (type === 'IHDR') [width, height] = [content.readUInt32BE(0), content.readUInt32BE(4)];
    if (type === 'IDAT') data.push(content);
    at += length + 12;
  }
  const rows = inflateSync(Buffer.concat(data));
  const pixels = Array.from({ length: width * height }, (_, index) => {
    const start = Math.floor(index / width) * (width * 4 + 1) + 1 + (index % width) * 4;
    return [...rows.subarray(start, start + 4)];
  });
  return { width, height, pixels };
}

it('draws the icons as Teams wants them: filled in colour, and white alone on nothing', () => {
  const color = readPng(colorIcon());
  expect([color.width, color.height]).toEqual([192, 192]);
  expect(color.pixels.every(([, , , opacity]) => opacity === 255)).toBe(true);
  const outline = readPng(outlineIcon());
  expect([outline.width, outline.height]).toEqual([32, 32]);
  expect(new Set(outline.pixels.map((pixel) => pixel.slice(0, 3).join()))).toEqual(new Set(['255,255,255']));
  const visible = outline.pixels.filter(([, , , opacity]) => opacity === 255).length;
  expect(visible).toBeGreaterThan(300);
  expect(visible).toBeLessThan(700);
});

it('packs files so that they come out as they were', () => {
  const files = { 'manifest.json': Buffer.from('{"ü": 1}'.repeat(50)), 'color.png': colorIcon() };
  const archive = zip(files);
  // from the directory at the end, as programs read it
  const end = archive.length - 22;
  expect(archive.readUInt32LE(end)).toBe(0x06054b50);
  let at = archive.readUInt32LE(end + 16);
  const found: Record<string, Buffer> = {};
  for (let count = archive.readUInt16LE(end + 10); count > 0; count--) {
    expect(archive.readUInt32LE(at)).toBe(0x02014b50);
    const [sum, packed, nameLength] = [at + 16, at + 20, at + 28].map((place) => archive.readUInt32LE(place));
    const length = (nameLength ?? 0) & 0xffff;
    const name = archive.toString('utf8', at + 46, at + 46 + length);
    const local = archive.readUInt32LE(at + 42);
    const begin = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const content = inflateRawSync(archive.subarray(begin, begin + (packed ?? 0)));
    expect(crc32(content)).toBe(sum);
    found[name] = content;
    at += 46 + length;
  }
  expect(found).toEqual(files);
});
