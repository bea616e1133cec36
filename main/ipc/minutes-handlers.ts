// Answers `minutes.*`: results on paper, in a folder of the account.
import { basename } from 'node:path';
import { CodedError } from '../../app/errors/coded-error.ts';
import { requireFile, type MinutesPlace } from '../../app/usecases/minutes-folder.ts';
import { readStandings, type StandingPaper } from '../../app/usecases/judge-minutes.ts';
import { drawUpMinutes, EXPORT_FORMATS, exportedResults, exportResults } from '../../app/usecases/draw-up-minutes.ts';
import { esignMinutes } from '../../app/usecases/esign-minutes.ts';
import { loadOpeningResults } from '../../app/usecases/opening-results.ts';
import { addMinutesSignature, signMinutes, verifyMinutes } from '../../app/usecases/sign-minutes.ts';
import { sha256Hex } from '../../crypto/encoding.ts';
import { openDocumentSigner, PAPER_ADAPTERS } from '../compose-papers.ts';
import { readBounded, writePrivateFile } from '../adapters/private-files.ts';
import { CLIENT_VERSION } from '../client-version.ts';
import type { AreaHandlers } from './area.ts';
import { toReport } from './bid-view.ts';
import type { Program } from './program.ts';

/** A signature with its chain and revocation lists is far below. */
const MAX_P7S_BYTES = 16 << 20;

interface One {
  readonly kdTender: string;
  readonly envelopeId: string;
}

export function minutesHandlers(program: Program): AreaHandlers<'minutes'> {
  const { files, installation } = program;
  const place = async ({ kdTender, envelopeId }: One): Promise<MinutesPlace> => {
    const { folder } = await program.profile();
    return { baseDir: folder.opened, kdTender, envelopeId };
  };
  const paperNeeds = async () => ({ ...(await program.profile()), ...PAPER_ADAPTERS });
  const results = async (one: One, signal: AbortSignal) => {
    const { needs, connection } = await program.online();
    const { baseDir } = await place(one);
    const { kdTender, envelopeId } = one;
    return loadOpeningResults(needs, { connection, kdTender, envelopeId, baseDir }, { signal });
  };
  return {
    'minutes.state': async (one) => {
      const { trust } = await program.lpse.require();
      const found = await readStandings(await program.offline(), { place: await place(one), trust });
      const { folder, papers, exports } = found;
      const signer = await openDocumentSigner(installation);
      const esignHost = signer?.host ?? null;
      return { folder, papers: papers.map(toPaperView), exports: [...exports], esignHost };
    },

    'minutes.export': async ({ language, format, to, ...one }, caller) => {
      const loaded = await results(one, caller.signal);
      if (to === null || format === 'all') {
        const { baseDir } = await place(one);
        const formats = format === 'all' ? EXPORT_FORMATS : [format];
        const written = await exportResults(await paperNeeds(), { results: loaded, formats, language, baseDir });
        return { folder: written.folder, files: [...written.files] };
      }
      const target = files.resolve(to, caller).path;
      const { bytes } = await exportedResults(PAPER_ADAPTERS, { results: loaded, format, language });
      await writePrivateFile(target, bytes);
      const file = { name: basename(target), sha256: sha256Hex(bytes), sizeBytes: bytes.length };
      return { folder: null, files: [file] };
    },

    'minutes.draft': async ({ language, stage, format, ...one }, { signal }) => {
      const loaded = await results(one, signal);
      const { baseDir } = await place(one);
      const zone = program.lpse.known?.discovery.timeZone ?? 'WIB';
      const about = { results: loaded, zone, language, stage, format, baseDir, clientVersion: CLIENT_VERSION };
      return drawUpMinutes(await paperNeeds(), about);
    },

    'minutes.save': async ({ name, to, ...one }, caller) => {
      const bytes = await requireFile(await program.profile(), await place(one), name);
      const target = files.resolve(to, caller).path;
      await writePrivateFile(target, bytes);
      return { shownAs: basename(target) };
    },

    'minutes.sign': async ({ name, sha256, identityId, passphrase, ...one }, { signal }) => {
      const { needs, connection } = await program.online();
      const input = { ...(await place(one)), connection, name, sha256, identityId };
      return program.passphrase.with(passphrase, () => signMinutes(needs, input, { signal }));
    },

    'minutes.addSignature': async ({ name, file, ...one }, caller) => {
      const p7s = await readBounded(files.resolve(file, caller).path, MAX_P7S_BYTES);
      if (p7s === null) throw new CodedError('document/not-found');
      const { needs, connection } = await program.online();
      const input = { ...(await place(one)), connection, name, p7s };
      return addMinutesSignature(needs, input, { signal: caller.signal });
    },

    'minutes.verify': async ({ name, ...one }, { signal }) => {
      const { needs, connection } = await program.online();
      return toReport(await verifyMinutes(needs, { ...(await place(one)), connection, name }, { signal }));
    },

    'minutes.esign': async ({ name, sha256, signer, secret, ...one }, { signal }) => {
      const profile = await program.profile();
      const { trust } = await program.lpse.require();
      const needs = { ...profile, signer: await openDocumentSigner(installation) };
      const input = { ...(await place(one)), name, sha256, signer, secret, lpseName: trust.name };
      return esignMinutes(needs, input, { signal });
    },
  };
}

function toPaperView({ name, kind, format, sha256, sizeBytes, standings, members }: StandingPaper) {
  return {
    ...{ name, kind, format, sha256, sizeBytes, members },
    signatures: standings.map((one) => ({
      ...{ name: one.name, signer: one.signer, standing: one.standing, code: one.code },
      timestamp: one.stamp,
    })),
  };
}
