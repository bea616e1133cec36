// `segel inspect`: what anybody can read of a sealed file, without a key and without trusting it.
import { resolve } from 'node:path';
import { inspectBid } from '../../../app/usecases/inspect-bid.ts';
import { pairs, sizeText, table } from '../present.ts';
import type { AddCommand } from '../program.ts';

export const addInspect: AddCommand = (parent, run, text) => {
  const command = parent.command('inspect <file>').description(text('help.inspect'));
  command.action((file: string) =>
    run(command, async ({ installation, signal }) => {
      const found = await inspectBid(installation, { path: resolve(file) }, { signal });
      const { context, objects } = found.manifest;
      const lines = [
        ...pairs([
          [text('label.package'), `${context.kdTender} ${context.namaPaket}`],
          [text('label.envelope'), context.envelopeId],
          [text('label.bidder'), `${context.bidder.name} (${context.bidder.npwp})`],
          [text('label.mode'), text(found.mode === 'CA' ? 'mode.ca' : 'mode.non-ca')],
          [text('label.signer'), `${found.signerSubject} ${found.signerSha256}`],
          [text('label.sealed-at'), context.createdAt],
          [text('label.timestamp'), text(found.hasTimestamp ? 'word.present' : 'word.missing')],
          [text('label.recipients'), String(context.recipients.length)],
          [text('label.objects'), String(objects.length)],
          [text('label.size'), sizeText(found.sizeBytes)],
        ]),
        text('inspect.entries'),
        ...table(found.entries.map(({ name, sizeBytes }) => [`  ${name}`, sizeText(sizeBytes)])),
        text('inspect.unverified'),
      ];
      return { value: found, lines };
    }),
  );
};
