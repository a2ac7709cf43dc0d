import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, type TestContext, test } from 'node:test';
import type { Answer } from './control-protocol.ts';
import { BUILT_IN } from './control-protocol.ts';
import type { Controlled } from './control-socket.ts';
import { ask, ControlSocket } from './control-socket.ts';

const folder = mkdtempSync(join(tmpdir(), 'fw16-control-'));
after(() => rmSync(folder, { recursive: true }));

let homes = 0;

/** A socket in a folder of its own, with what differs from an instrument that does all it is asked. */
async function listening(t: TestContext, changes: Partial<Controlled>) {
  const env = { XDG_RUNTIME_DIR: join(folder, `${homes++}`) };
  const socket = await ControlSocket.open(env, {
    status: () => ({}),
    health: () => undefined,
    known: BUILT_IN,
    tune: () => undefined,
    order: () => true,
    playFont: async () => ({ ok: true, told: 'it plays' }),
    profile: async () => ({ version: 1, ok: true }),
    record: async () => ({ version: 1, ok: true }),
    keep: async () => ({ version: 1, ok: true }),
    remember: async (what, name) => ({ version: 1, ok: true, told: `${what} ${name}` }),
    ...changes,
  });
  t.after(() => socket.close());
  return env;
}

test('what takes a while is told of before its answer', async (t) => {
  const env = await listening(t, {
    playFont: async (wanted, onProgress) => {
      for (let step = 1; step <= 60; step++) {
        onProgress(step / 60);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return { ok: true, told: `${wanted} plays` };
    },
  });
  const shares: number[] = [];
  const answer = await ask(env, { do: 'soundfont', value: 'piano' }, ({ loading }) => {
    shares.push(loading);
  });
  assert.deepEqual(answer, { version: 1, ok: true, told: 'piano plays' });
  assert.ok(shares.length >= 1 && shares.length <= 10, `${shares.length} times`);
});

test('answers come in the order of the requests, however long each takes', async (t) => {
  const done: string[] = [];
  const env = await listening(t, {
    playFont: async (wanted) => {
      await new Promise((resolve) => setTimeout(resolve, wanted === 'slow' ? 50 : 0));
      done.push(wanted);
      return { ok: true, told: wanted };
    },
  });
  const asker = connect(join(env.XDG_RUNTIME_DIR, 'fw16-synth/control.sock'));
  const requests = [
    { do: 'soundfont', value: 'slow' },
    { do: 'soundfont', value: 'quick' },
    { do: 'panic' },
  ];
  asker.write(requests.map((each) => `${JSON.stringify({ version: 1, ...each })}\n`).join(''));
  asker.end();
  const answers: Answer[] = [];
  for await (const line of createInterface({ input: asker })) answers.push(JSON.parse(line));
  assert.deepEqual(
    answers.map((answer) => answer.ok && answer.told),
    ['slow', 'quick', undefined],
  );
  assert.deepEqual(done, ['slow', 'quick']);
});

test('a refused SoundFont is answered with what the program that asked ends with', async (t) => {
  const env = await listening(t, {
    playFont: async (path) => ({
      ok: false,
      path,
      why: 'truncated',
      remedy: 'Get it anew.',
      exit: 65,
    }),
  });
  assert.deepEqual(await ask(env, { do: 'soundfont', value: '/a.sf2' }), {
    version: 1,
    ok: false,
    why: '/a.sf2: truncated',
    remedy: 'Get it anew.',
    exit: 65,
  });
});

test('while it starts nothing but that is answered', async (t) => {
  const env = await listening(t, {
    status: () => undefined,
    playFont: async () => undefined,
  });
  for (const request of [{ do: 'status' }, { do: 'soundfont', value: 'piano' }]) {
    const answer = await ask(env, request);
    assert.ok(!answer.ok && answer.exit === 69);
    assert.match(answer.why, /still starting/);
  }
});

test('what is to be remembered goes on with its whole name', async (t) => {
  const env = await listening(t, {});
  assert.deepEqual(await ask(env, { do: 'save-preset', value: 'Night Piano' }), {
    ...{ version: 1, ok: true, told: 'save-preset Night Piano' },
  });
  const starting = await listening(t, { remember: async () => undefined });
  const answer = await ask(starting, { do: 'remove-preset', value: 'Night Piano' });
  assert.ok(!answer.ok && answer.why === 'it is still starting');
});
