import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { CallPassphrase } from '../../../main/ipc/call-passphrase.ts';
import type { Secret } from '../../../crypto/secret.ts';

const question = { purpose: 'unlock', label: 'Ratna Wulandari', attempt: 1 } as const;

describe('the passphrase of a call', () => {
  it('is given to work of this call only, also when calls run side by side', async () => {
    const prompt = new CallPassphrase();
    const ask = async (ms: number) => {
      await wait(ms);
      return (await prompt.ask(question)).bytes.toString();
    };
    const both = [prompt.with('satu', () => ask(20)), prompt.with('dua', () => ask(5))];
    expect(await Promise.all(both)).toEqual(['satu', 'dua']);
    await expect(prompt.ask(question)).rejects.toMatchObject({ code: 'ipc/passphrase-needed' });
  });

  it('is missed when the call brought none', async () => {
    const prompt = new CallPassphrase();
    await expect(prompt.with(null, () => prompt.ask(question))).rejects.toMatchObject({
      code: 'ipc/passphrase-needed',
    });
  });

  it('is tried once: a second question means that it was wrong', async () => {
    const prompt = new CallPassphrase();
    const again = prompt.with('salah', () => prompt.ask({ ...question, attempt: 2 }));
    await expect(again).rejects.toMatchObject({ code: 'identity/wrong-passphrase' });
  });

  it('stays whole when the asker wipes its copy', async () => {
    const prompt = new CallPassphrase();
    await prompt.with('rahasia', async () => {
      (await prompt.ask(question)).wipe();
      expect((await prompt.ask(question)).bytes.toString()).toBe('rahasia');
    });
  });

  it('prints as nothing', async () => {
    const prompt = new CallPassphrase();
    const secret: Secret = await prompt.with('rahasia', () => prompt.ask(question));
    expect(`${String(secret)} ${JSON.stringify({ secret })}`).not.toContain('rahasia');
  });
});
