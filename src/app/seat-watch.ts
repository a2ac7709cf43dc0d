/**
 * What happens at the seat that takes the keyboard away from whoever plays: the screen is locked, the
 * machine goes to sleep, another session comes to the front. logind tells of it on the system bus.
 */

import type { Backoff } from '../core/backoff.ts';
import { waitMs } from '../core/backoff.ts';
import type { DBusMessage } from '../core/formats/dbus-message.ts';
import { SystemBus } from '../devices/system-bus.ts';

export type SeatEvent =
  | 'the screen was locked'
  | 'the machine goes to sleep'
  | 'another session came to the front';

const LOGIND = 'org.freedesktop.login1';
const MANAGER = `${LOGIND}.Manager`;
const SESSION = `${LOGIND}.Session`;
const SEAT = `${LOGIND}.Seat`;
const PROPERTIES = 'org.freedesktop.DBus.Properties';
const RULES = [
  `type='signal',sender='${LOGIND}',interface='${MANAGER}',member='PrepareForSleep'`,
  `type='signal',sender='${LOGIND}',interface='${SESSION}',member='Lock'`,
  `type='signal',sender='${LOGIND}',interface='${PROPERTIES}',member='PropertiesChanged'`,
  `type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='${LOGIND}'`,
];
const BACKOFF: Backoff = { firstMs: 500, mostMs: 60_000 };

/** What a signal of logind means for whoever plays; undefined when it means nothing. */
export function seatEvent({ interface: of, member, body }: DBusMessage): SeatEvent | undefined {
  if (of === MANAGER && member === 'PrepareForSleep') {
    return body[0] === true ? 'the machine goes to sleep' : undefined;
  }
  if (of === SESSION && member === 'Lock') return 'the screen was locked';
  if (of !== PROPERTIES || member !== 'PropertiesChanged' || !(body[1] instanceof Map)) {
    return undefined;
  }
  const [owner, changed] = body as readonly [string, Map<string, unknown>];
  // Whoever may play is at the seat: which session is ours does not matter.
  if (owner === SESSION && changed.get('LockedHint') === true) return 'the screen was locked';
  const isGone = owner === SESSION && changed.get('Active') === false;
  const isOther = owner === SEAT && changed.has('ActiveSession');
  return isGone || isOther ? 'another session came to the front' : undefined;
}

export class SeatWatch {
  readonly #path: string;
  readonly #onEvent: (event: SeatEvent) => void;
  readonly #random: () => number;
  #bus: SystemBus | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** The name by which the bus knows logind now; others may say what they want. */
  #logind = '';
  #tries = 0;
  #isOpen = true;

  /**
   * Listens as soon as there is a bus, and again after it was gone.
   *
   * @param path the socket of the system bus
   */
  constructor(path: string, onEvent: (event: SeatEvent) => void, random: () => number) {
    this.#path = path;
    this.#onEvent = onEvent;
    this.#random = random;
    void this.#listen();
  }

  /** Whether logind is listened to. */
  get isListening(): boolean {
    return this.#bus !== undefined && this.#logind !== '';
  }

  close(): void {
    this.#isOpen = false;
    clearTimeout(this.#timer);
    this.#bus?.close();
  }

  async #listen(): Promise<void> {
    try {
      const bus = await SystemBus.open(
        this.#path,
        (signal) => this.#hear(signal),
        () => this.#again(),
      );
      if (!this.#isOpen) {
        bus.close();
        return;
      }
      for (const rule of RULES) await bus.listenTo(rule);
      const owner = await bus
        .call({ member: 'GetNameOwner', signature: 's', body: [LOGIND] })
        .catch(() => undefined);
      this.#logind = `${owner?.body[0] ?? ''}`;
      this.#bus = bus;
      this.#tries = 0;
    } catch {
      this.#again();
    }
  }

  #hear(signal: DBusMessage): void {
    if (signal.member === 'NameOwnerChanged' && signal.sender === 'org.freedesktop.DBus') {
      this.#logind = `${signal.body[2] ?? ''}`;
      return;
    }
    if (signal.sender !== this.#logind) return;
    const event = seatEvent(signal);
    if (event !== undefined) this.#onEvent(event);
  }

  #again(): void {
    this.#bus = undefined;
    this.#logind = '';
    if (!this.#isOpen) return;
    clearTimeout(this.#timer);
    const ms = waitMs(BACKOFF, this.#tries++, this.#random);
    this.#timer = setTimeout(() => void this.#listen(), ms);
    this.#timer.unref();
  }
}
