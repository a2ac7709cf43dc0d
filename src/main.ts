#!/usr/bin/env node
/** From arguments to a command, from an error to an exit code. */
import { help } from './cli/help.ts';
import { parse } from './cli/parse.ts';
import { EXIT, Problem } from './core/problem.ts';

process.title = 'fw16-synth';
// logrotate signals every program of this name; what has no log is not to end of it.
process.on('SIGUSR2', () => {});

async function main(argv: readonly string[]): Promise<number> {
  const invocation = parse(argv);
  if (invocation.flags.has('help')) {
    process.stdout.write(help(invocation.command));
    return EXIT.ok;
  }
  if (invocation.command.name === 'play') return (await import('./cli/play.ts')).play(invocation);
  return (await import('./cli/commands.ts')).run(invocation);
}

// A reader that has seen enough, such as head, closes our output: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.io);
});

// A terminal that was closed: nobody is left to be told.
process.stderr.on('error', () => {});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`fw16-synth: ${error instanceof Problem ? error : unexpected(error)}\n`);
  process.exitCode = error instanceof Problem ? error.exit : EXIT.internal;
}

function unexpected(error: unknown): string {
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${what}\n  That is a fault of ours: please report it with what you did.`;
}
