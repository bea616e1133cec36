// `segel witness once|run|key`: watches the logs of the LPSEs pinned here and cosigns their heads (C2SP tlog-cosignature).
import { createPublicKey } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { encodeCosignerKey } from '../../../crypto/cosignature.ts';
import { witnessLog } from '../../../app/usecases/witness-log.ts';
import { FileWitnessStore, systemClock } from '../../compose.ts';
import type { CommandContext } from '../command-context.ts';
import type { AddCommand } from '../program.ts';
import type { Outcome } from '../run-command.ts';

const SHORTEST_S = 10;

interface WitnessOptions {
  readonly name: string;
  readonly every?: string;
}

export const addWitness: AddCommand = (parent, run, text) => {
  const family = parent.command('witness').description(text('help.witness'));
  const named = (name: string, help: string) =>
    family.command(name).description(help).requiredOption('--name <name>', text('option.witness-name'));
  const once = named('once', text('help.witness-once'));
  once.action(() => run(once, (context) => lookOnce(context, once.opts<WitnessOptions>().name)));
  const watch = named('run', text('help.witness-run')).option('--every <seconds>', text('option.every'));
  watch.action(() => run(watch, (context) => lookOn(context, watch.opts<WitnessOptions>())));
  const key = named('key', text('help.witness-key'));
  key.action(() =>
    run(key, async (context) => {
      const publicKey = createPublicKey(await storeOf(context).key());
      const verifierKey = encodeCosignerKey({ name: key.opts<WitnessOptions>().name, publicKey });
      return { value: { verifierKey }, lines: [verifierKey] };
    }),
  );
};

function storeOf({ installation }: CommandContext): FileWitnessStore {
  return new FileWitnessStore(join(installation.data.root, 'witness'));
}

async function lookOnce(context: CommandContext, name: string): Promise<Outcome> {
  const { lpse, pinned } = await context.lpse();
  const heads = storeOf(context);
  const key = { name, privateKey: await heads.key() };
  const { signal, text } = context;
  const seen = await witnessLog({ lpse, heads, clock: systemClock }, { trust: pinned, key }, { signal });
  const { size, before, note } = seen;
  return { value: seen, lines: [text('witness.seen', { before, size }), ...note.trimEnd().split('\n')] };
}

/** Until it is stopped or the log raises an alarm; a network that fails is tried again. */
async function lookOn(context: CommandContext, { name, every = '60' }: WitnessOptions): Promise<Outcome> {
  const seconds = Math.max(SHORTEST_S, Number(every) || SHORTEST_S);
  for (;;) {
    try {
      const { lines } = await lookOnce(context, name);
      context.terminal.note(lines[0] ?? '');
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (!code.startsWith('network/')) throw error;
      context.terminal.note(code);
    }
    await wait(seconds * 1000, undefined, { signal: context.signal });
  }
}
