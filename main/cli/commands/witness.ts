// `segel witness once|run|key|verify`: watches the logs of the LPSEs pinned here, all of them or one that `--lpse` names, cosigns their
// heads (C2SP tlog-cosignature), and compares what other witnesses saw.
import { createPublicKey } from 'node:crypto';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { encodeCosignerKey, parseCosignerKey, type CosignerKey } from '../../../crypto/cosignature.ts';
import { CodedError } from '../../../app/errors/coded-error.ts';
import type { LpseTrust } from '../../../app/ports/trust-store.ts';
import { compareWitnessed } from '../../../app/usecases/compare-witnessed.ts';
import {
  witnessLog,
  type Unseen,
  type WitnessAlarm,
  type Witnessed,
  type WitnessNeeds,
} from '../../../app/usecases/witness-log.ts';
import { composeLpse, FileWitnessStore, loadOrMakeWitnessKey, systemClock } from '../../compose.ts';
import type { CommandContext } from '../command-context.ts';
import { reportLines } from '../present.ts';
import type { AddCommand } from '../program.ts';
import type { Outcome } from '../run-command.ts';

const SHORTEST_S = 10;
const NOTE_MAX_BYTES = 64 << 10;

interface WitnessOptions {
  readonly name: string;
  readonly every?: string;
  readonly plainKey?: boolean;
}

type Look = Witnessed | WitnessAlarm | Unseen;

export const addWitness: AddCommand = (parent, run, text) => {
  const family = parent.command('witness').description(text('help.witness'));
  const named = (name: string, help: string) =>
    family
      .command(name)
      .description(help)
      .requiredOption('--name <name>', text('option.witness-name'))
      .option('--plain-key', text('option.plain-key'));
  const once = named('once', text('help.witness-once'));
  once.action(() => run(once, (context) => lookOnce(context, once.opts<WitnessOptions>())));
  const watch = named('run', text('help.witness-run')).option('--every <seconds>', text('option.every'));
  watch.action(() => run(watch, (context) => lookOn(context, watch.opts<WitnessOptions>())));
  const key = named('key', text('help.witness-key'));
  key.action(() =>
    run(key, async (context) => {
      const { name, privateKey } = await keyOf(context, key.opts<WitnessOptions>());
      const verifierKey = encodeCosignerKey({ name, publicKey: createPublicKey(privateKey) });
      return { value: { verifierKey }, lines: [verifierKey] };
    }),
  );
  const verify = family
    .command('verify <note>')
    .description(text('help.witness-verify'))
    .requiredOption('--witness <key...>', text('option.witness'))
    .option('--online', text('option.online'));
  verify.action((note: string) =>
    run(verify, (context) => verifyNote(context, note, verify.opts<{ witness: string[]; online?: boolean }>())),
  );
};

function folderOf({ installation }: CommandContext): string {
  return join(installation.data.root, 'witness');
}

/** Says where the key lies when nothing protects it. */
async function keyOf(context: CommandContext, { name, plainKey = false }: WitnessOptions): Promise<CosignerKey> {
  const { secrets, prompt } = context.installation;
  const needs = { folder: folderOf(context), secrets: secrets.store, prompt, label: name };
  const { privateKey, protection } = await loadOrMakeWitnessKey(needs, plainKey);
  if (protection === 'file') context.terminal.note(context.text('witness.plain-key', { folder: needs.folder }));
  return { name, privateKey };
}

interface WatchedLog {
  readonly trust: LpseTrust;
  readonly needs: WitnessNeeds;
}

/** One that `--lpse` names, or all that are pinned here. @throws trust/not-pinned when there is none */
async function logsOf(context: CommandContext): Promise<readonly WatchedLog[]> {
  const { installation } = context;
  const pinned = context.namesLpse ? [(await context.lpse()).pinned] : await installation.trust.list();
  if (pinned.length === 0) throw new CodedError('trust/not-pinned');
  const heads = new FileWitnessStore(folderOf(context));
  return Promise.all(
    pinned.map(async (trust) => {
      const { lpse, journal } = await composeLpse(installation, trust);
      return { trust, needs: { lpse, heads, journal, clock: systemClock } };
    }),
  );
}

/** Every log, whatever becomes of the others. */
async function lookAt(logs: readonly WatchedLog[], key: CosignerKey, signal: AbortSignal): Promise<readonly Look[]> {
  const looks: Look[] = [];
  for (const { trust, needs } of logs) looks.push(await witnessLog(needs, { trust, key }, { signal }));
  return looks;
}

function isAlarm(look: Look): look is WitnessAlarm {
  return 'evidence' in look;
}

function linesOf(look: Look, { text }: CommandContext): readonly string[] {
  const { kdLpse } = look;
  if (isAlarm(look)) return [text('witness.alarm', { kdLpse, code: look.code }), ...look.evidence];
  if (!('note' in look)) return [text('witness.unreachable', { kdLpse, code: look.code })];
  return [text('witness.seen', { kdLpse, before: look.before, size: look.size })];
}

function exitOf(looks: readonly Look[]): NonNullable<Outcome['exit']> {
  if (looks.some(isAlarm)) return 'integrity';
  return looks.some((look) => !('note' in look)) ? 'network' : 'ok';
}

async function lookOnce(context: CommandContext, options: WitnessOptions): Promise<Outcome> {
  const logs = await logsOf(context);
  const looks = await lookAt(logs, await keyOf(context, options), context.signal);
  const lines = looks.flatMap((look) => [
    ...linesOf(look, context),
    ...('note' in look ? look.note.trimEnd().split('\n') : []),
  ]);
  return { value: { logs: looks }, lines, exit: exitOf(looks) };
}

/** Until it is stopped, or every log has raised its alarm: one log that forks must not keep the others from being witnessed. */
async function lookOn(context: CommandContext, options: WitnessOptions): Promise<Outcome> {
  const seconds = Math.max(SHORTEST_S, Number(options.every ?? 60) || SHORTEST_S);
  const logs = await logsOf(context);
  const key = await keyOf(context, options);
  const alarms = new Map<number, WitnessAlarm>();
  for (;;) {
    const looks = await lookAt(logs, key, context.signal);
    for (const look of looks) {
      if (isAlarm(look)) {
        // Told once for each log; every further look is written down all the same.
        if (alarms.has(look.kdLpse)) continue;
        alarms.set(look.kdLpse, look);
      }
      for (const line of linesOf(look, context)) context.terminal.note(line);
    }
    const over: Outcome = { value: { alarms: [...alarms.values()] }, lines: [], exit: 'integrity' };
    if (alarms.size > 0 && looks.every(isAlarm)) return over;
    try {
      await wait(seconds * 1000, undefined, { signal: context.signal });
    } catch (error) {
      if (alarms.size > 0) return over;
      throw error;
    }
  }
}

async function verifyNote(
  context: CommandContext,
  path: string,
  { witness, online = false }: { readonly witness: readonly string[]; readonly online?: boolean },
): Promise<Outcome> {
  const { text, language, signal } = context;
  const { pinned, ...lpse } = await context.lpse();
  const note = (await context.readFile(resolve(path), NOTE_MAX_BYTES)).toString('utf8');
  const input = { trust: pinned, note, witnesses: witness.map(parseCosignerKey) };
  const found = await compareWitnessed({ log: online ? lpse : null }, input, { signal });
  const { report, cosignatures } = found;
  const isGood = report.ok && cosignatures.length > 0;
  const lines = [
    ...reportLines(report, language, text),
    ...cosignatures.map(({ name, at }) => text('witness.cosigned', { name, at: at.toISOString() })),
    text(isGood ? 'witness.good' : report.ok ? 'witness.unknown' : 'verify.bad'),
  ];
  const forked = report.checks.some((check) => check.outcome === 'failed' && check.code === 'log/forked');
  return { value: found, lines, exit: isGood ? 'ok' : forked ? 'integrity' : 'finding' };
}
