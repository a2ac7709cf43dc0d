/** A socket on which JSON is spoken line by line: QEMU's own (QMP), and the agent's in the guest. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

interface Answer {
  readonly return?: unknown;
  readonly error?: { readonly desc: string };
}

export class Channel {
  readonly #socket: Socket;
  readonly #waiting: ((answer: Answer) => void)[] = [];

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('error', () => this.#end());
    socket.on('close', () => this.#end());
    const lines = createInterface({ input: socket });
    // It says again what the socket has said.
    lines.on('error', () => this.#end());
    lines.on('line', (line) => {
      const answer: Answer = JSON.parse(line);
      // Greetings and events answer nothing.
      if ('return' in answer || 'error' in answer) this.#waiting.shift()?.(answer);
    });
  }

  static async open(path: string): Promise<Channel> {
    for (;;) {
      const socket = connect(path);
      try {
        await once(socket, 'connect');
        return new Channel(socket);
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  /** Answers what was returned; throws what was wrong. */
  async ask(execute: string, args: object = {}): Promise<unknown> {
    const answered = new Promise<Answer>((resolve) => this.#waiting.push(resolve));
    this.#socket.write(`${JSON.stringify({ execute, arguments: args })}\n`);
    const { return: value, error } = await answered;
    if (error !== undefined) throw new Error(`${execute}: ${error.desc}`);
    return value;
  }

  close(): void {
    this.#socket.destroy();
  }

  #end(): void {
    for (const answer of this.#waiting.splice(0)) answer({ error: { desc: 'it has ended' } });
  }
}
