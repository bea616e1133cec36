// Worked bytes of v1-example.sampul for crypto/SPEC.md: `node test/vectors/sampul/describe-example.ts`. A test holds the two together.
import { fileURLToPath } from 'node:url';
import { DerCursor, parseDer, readExplicit } from '../../../crypto/asn1/der-reader.ts';
import { sha256Hex } from '../../../crypto/encoding.ts';
import { bytesSource } from '../../../crypto/seal/bytes-source.ts';
import { readContainer, readPart } from '../../../crypto/seal/container-reader.ts';
import { loadExample } from './vector-file.ts';

/** Markdown between the markers of SPEC.md. */
export async function describeExample(): Promise<string> {
  const { bytes, facts } = loadExample();
  const source = bytesSource(bytes);
  const layout = await readContainer(source);
  const rows = await Promise.all(
    layout.entries.map(async (entry) => {
      const content = await readPart(source, entry);
      const at = `${String(entry.headerOffset)} | ${String(entry.dataOffset)} | ${String(entry.sizeBytes)}`;
      return `| \`${entry.name}\` | ${at} | ${crcHex(entry.crc32)} | \`${sha256Hex(content).slice(0, 16)}...\` |`;
    }),
  );
  const [mimetype, enc] = layout.entries;
  const header = Buffer.from(facts.headers['0001'] ?? '', 'base64');
  const manifest = await readPart(source, layout.entry('manifest.json'));
  return [
    `${String(bytes.length)} bytes, SHA-256 \`${facts.sealedSha256}\`.`,
    '',
    '| entry | header at | content at | size | CRC-32 | SHA-256 |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
    'The first entry, header and content:',
    '',
    hex(bytes.subarray(0, (mimetype?.dataOffset ?? 0) + (mimetype?.sizeBytes ?? 0))),
    '',
    `Local header and ciphertext of object 0001 (plaintext \`${JSON.stringify(facts.documents['harga.txt'])}\`):`,
    '',
    hex(bytes.subarray(enc?.headerOffset, (enc?.dataOffset ?? 0) + (enc?.sizeBytes ?? 0))),
    '',
    'Its header, unlocked, field by field:',
    '',
    describeHeader(header),
    '',
    'The last 22 bytes of the file:',
    '',
    hex(bytes.subarray(-22)),
    '',
    'The start of `manifest.json`:',
    '',
    `\`\`\`json\n${manifest.toString().slice(0, 400)}...\n\`\`\``,
  ].join('\n');
}

function crcHex(crc: number): string {
  return `\`${crc.toString(16).padStart(8, '0')}\``;
}

function hex(bytes: Uint8Array): string {
  const lines = (
    Buffer.from(bytes)
      .toString('hex')
      .match(/.{1,64}/g) ?? []
  ).map((line) => line.replace(/(.{8})/g, '$1 ').trim());
  return `\`\`\`\n${lines.join('\n')}\n\`\`\``;
}

/** ContentInfo{ type, [0] AuthEnvelopedData{ version, recipientInfos, encryptedContentInfo, mac } }. */
function describeHeader(der: Buffer): string {
  const info = new DerCursor(parseDer(der));
  const type = info.next();
  const envelope = new DerCursor(readExplicit(info.next(0xa0)));
  const [version, recipients, content, mac] = [
    envelope.next(),
    envelope.next(0x31),
    envelope.next(),
    envelope.next(0x04),
  ];
  const contentInfo = new DerCursor(content);
  const [contentType, algorithm] = [contentInfo.next(), new DerCursor(contentInfo.next())];
  const [cipher, parameters] = [algorithm.next(), algorithm.next()];
  const line = (name: string, value: Uint8Array) => `${name.padEnd(28)} ${Buffer.from(value).toString('hex')}`;
  return [
    '```',
    line('id-ct-authEnvelopedData', type.bytes),
    line('version 0', version.bytes),
    ...recipients.children.map(
      (one) => line(`recipient, ${String(one.bytes.length)} bytes`, one.bytes.subarray(0, 32)) + '...',
    ),
    line('id-data', contentType.bytes),
    line('aes256-GCM', cipher.bytes),
    line('nonce and ICVlen 16', parameters.bytes),
    line('mac', mac.bytes),
    '```',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(await describeExample());
