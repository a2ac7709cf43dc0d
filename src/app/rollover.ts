/** Listens to keyboards beside whatever else they do, to see which chords they can report. */
import type { Recording } from '../core/event.ts';
import { RECORD_BYTES } from '../core/event.ts';
import type { KeyHistory } from '../core/keys/key-history.ts';
import { addRecords, createKeyHistory } from '../core/keys/key-history.ts';
import type { KeyboardRollover } from '../core/keys/rollover.ts';
import { rolloverOf } from '../core/keys/rollover.ts';
import { EXIT, Problem } from '../core/problem.ts';
import { EvdevDiscovery } from '../devices/evdev-discovery.ts';
import type { KeyboardChoice, Whereabouts } from '../devices/keyboards.ts';
import { groupKeyboards, keyboardOf } from '../devices/keyboards.ts';
import { libc } from '../ffi/libc.ts';
import { openEvdev } from '../ffi/libevdev.ts';

const RECORDS_AT_ONCE = 64;

/** The rollover of every keyboard of a recording that was played on. */
export function rolloverOfRecording(recording: Recording): KeyboardRollover[] {
  const { devices, deviceOf, records } = recording;
  const keyboards = groupKeyboards(devices);
  const names = new Map<number, string>();
  const histories = new Map<number, KeyHistory>();
  deviceOf.forEach((device, index) => {
    const keyboard = keyboards[device] ?? 0;
    if (!names.has(keyboard)) names.set(keyboard, devices[device]?.name ?? '');
    const history = histories.get(keyboard) ?? createKeyHistory();
    histories.set(keyboard, history);
    addRecords(history, records, index, index + 1);
  });
  return told([...histories].map(([keyboard, history]) => [names.get(keyboard) ?? '', history]));
}

/** A node to read from: open, and non-blocking. */
export interface ReadNode {
  readonly fd: number;
  close(): void;
}

/** Keyboards that are read and not taken. */
export class RolloverWatch {
  readonly #nodes: { readonly node: ReadNode; readonly history: KeyHistory }[] = [];
  readonly #keyboards = new Map<string, { readonly name: string; readonly history: KeyHistory }>();
  readonly #records = new Int32Array((RECORDS_AT_ONCE * RECORD_BYTES) / 4);
  #discovery: EvdevDiscovery | undefined;

  /**
   * Reads the chosen keyboards of this machine, now and as they are plugged in.
   *
   * @throws Problem (exit 69) when libevdev is missing
   */
  find(choice: KeyboardChoice): void {
    const opened = openEvdev();
    if (!opened.ok) {
      throw new Problem(opened.why, { remedy: opened.remedy, exit: EXIT.unavailable });
    }
    this.#discovery = new EvdevDiscovery(opened.evdev, choice, ({ node, description }) => {
      this.add(node, description);
      return true;
    });
  }

  /** Reads a node as well; those of one keyboard count as one. */
  add(node: ReadNode, description: Whereabouts): void {
    const key = keyboardOf(description);
    const keyboard = this.#keyboards.get(key) ?? {
      name: description.name,
      history: createKeyHistory(),
    };
    this.#keyboards.set(key, keyboard);
    this.#nodes.push({ node, history: keyboard.history });
  }

  /**
   * Takes in what the keyboards have reported since the last look.
   *
   * @param isMeant whether it counts; else it is forgotten at once
   * @returns whether anything was taken in
   */
  look(isMeant: boolean): boolean {
    let came = false;
    for (const { node, history } of this.#nodes) {
      for (;;) {
        const bytes = libc.read(node.fd, this.#records, this.#records.byteLength);
        if (bytes <= 0) break;
        if (!isMeant) continue;
        addRecords(history, this.#records, 0, Math.trunc(bytes / RECORD_BYTES));
        came = true;
      }
    }
    return came;
  }

  /** The keys that are down, on whichever keyboard. */
  get down(): Set<number> {
    const histories = [...this.#keyboards.values()].map(({ history }) => history);
    return new Set(histories.flatMap(({ down }) => [...down]));
  }

  rollovers(): KeyboardRollover[] {
    return told([...this.#keyboards.values()].map(({ name, history }) => [name, history]));
  }

  close(): void {
    this.#discovery?.close();
    for (const { node } of this.#nodes) node.close();
  }
}

function told(histories: readonly (readonly [string, KeyHistory])[]): KeyboardRollover[] {
  return histories
    .filter(([, { reports }]) => reports.length > 0)
    .map(([name, { reports }]) => ({ name, rollover: rolloverOf(reports) }));
}
