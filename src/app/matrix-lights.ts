/**
 * What LED Matrix modules show while it plays, as they come and go. It reads what is measured anyway
 * from shared memory, on the main thread: no note waits for a light.
 */
import type { Config } from '../config/schema.ts';
import { PICTURE_BYTES } from '../core/formats/led-matrix.ts';
import type { Log } from '../core/log.ts';
import type { SerialPlace } from '../devices/led-matrix.ts';
import { findLedMatrices } from '../devices/led-matrix.ts';
import { createMeter, follow, isDark } from '../screens/matrix/meter.ts';
import { drawShown } from '../screens/matrix/picture.ts';
import { LitModule } from './lit-module.ts';

const LIT_MS = 50;
/** How soon a note is seen after silence. */
const DARK_MS = 100;
const FIND_MS = 2000;
/** How long an octave is shown that was changed in silence. */
const OCTAVE_MS = 1500;
// udev gives a fresh node its permissions a moment after it appears.
const REFUSALS = 2;

export interface MatrixSource {
  /** The highest peak since the last look, in dBFS. */
  readonly takePeakDb: () => number;
  /** The notes that sound, a bit each. */
  readonly notes: (into: Uint32Array) => void;
  readonly octave: () => number;
}

export class MatrixLights {
  readonly #source: MatrixSource;
  readonly #log: Log;
  readonly #place: SerialPlace | undefined;
  readonly #modules = new Map<string, LitModule>();
  readonly #refusals = new Map<string, number>();
  readonly #opening = new Set<string>();
  readonly #meter = createMeter();
  readonly #notes = new Uint32Array(4);
  readonly #picture = new Uint8Array(PICTURE_BYTES);
  #settings: Config['ledMatrix'] | undefined;
  #timer: NodeJS.Timeout | undefined;
  #octave: number | undefined;
  #octaveUntilMs = 0;
  #turnedMs = 0;
  #findAtMs = 0;
  #isTold = false;

  /** @param place where serial ports are, if not where the kernel has them */
  constructor(source: MatrixSource, log: Log, place?: SerialPlace) {
    this.#source = source;
    this.#log = log;
    this.#place = place;
  }

  /** Begins, goes on in another way, or ends, as the settings say. */
  async set(settings: Config['ledMatrix']): Promise<void> {
    this.#settings = settings;
    if (!settings.enabled) return await this.close();
    for (const module of this.#modules.values()) module.brightness = settings.brightness;
    if (this.#timer === undefined) this.#turn();
  }

  /** Every module asleep. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#findAtMs = 0;
    this.#isTold = false;
    const modules = [...this.#modules.values()];
    this.#modules.clear();
    await Promise.all(modules.map((module) => module.close()));
  }

  #turn(): void {
    const nowMs = performance.now();
    if (nowMs >= this.#findAtMs) {
      this.#findAtMs = nowMs + FIND_MS;
      this.#find(nowMs);
    }
    const isLit = this.#modules.size > 0 && this.#draw(nowMs);
    for (const module of this.#modules.values()) {
      if (module.show(this.#picture, isLit, nowMs) === 'gone') this.#lose(module);
    }
    const pauseMs = isLit ? LIT_MS : this.#modules.size > 0 ? DARK_MS : FIND_MS;
    this.#timer = setTimeout(() => this.#turn(), pauseMs).unref();
  }

  /** The picture as it is now; false when there is nothing to see. */
  #draw(nowMs: number): boolean {
    follow(this.#meter, this.#source.takePeakDb(), nowMs - this.#turnedMs);
    this.#turnedMs = nowMs;
    this.#source.notes(this.#notes);
    const octave = this.#source.octave();
    if (this.#octave !== undefined && octave !== this.#octave) {
      this.#octaveUntilMs = nowMs + OCTAVE_MS;
    }
    this.#octave = octave;
    this.#picture.fill(0);
    const sounds = !isDark(this.#meter) || this.#notes.some((word) => word !== 0);
    if (!sounds && nowMs >= this.#octaveUntilMs) return false;
    const shown = { meter: this.#meter, notes: this.#notes, octave };
    drawShown(this.#picture, this.#settings!.show, shown);
    return true;
  }

  #find(nowMs: number): void {
    const paths = findLedMatrices(this.#place);
    for (const module of this.#modules.values()) {
      if (!paths.includes(module.path)) this.#lose(module);
    }
    for (const path of this.#refusals.keys()) {
      if (!paths.includes(path)) this.#refusals.delete(path);
    }
    for (const path of paths) {
      if (!this.#modules.has(path) && !this.#opening.has(path)) void this.#open(path, nowMs);
    }
    if (paths.length === 0 && !this.#isTold) {
      this.#isTold = true;
      this.#log.warn('led_matrix: no LED Matrix is plugged in. One that comes shows what sounds.');
    }
  }

  async #open(path: string, nowMs: number): Promise<void> {
    this.#opening.add(path);
    try {
      const module = await LitModule.open(path, this.#log, nowMs);
      // It may have been switched off meanwhile.
      if (this.#timer === undefined) return await module.close();
      module.brightness = this.#settings!.brightness;
      this.#modules.set(path, module);
      this.#isTold = true;
      this.#refusals.delete(path);
      clearTimeout(this.#timer);
      this.#turn();
    } catch (error) {
      const refusals = (this.#refusals.get(path) ?? 0) + 1;
      this.#refusals.set(path, refusals);
      if (refusals === REFUSALS) this.#log.warn(refusalOf(path, error as NodeJS.ErrnoException));
    } finally {
      this.#opening.delete(path);
    }
  }

  #lose(module: LitModule): void {
    this.#modules.delete(module.path);
    this.#log.info('An LED Matrix has gone. It is taken up again when it comes back.');
    void module.abandon();
  }
}

function refusalOf(path: string, { code, message }: NodeJS.ErrnoException): string {
  if (code !== 'EACCES') return `led_matrix: ${path} can't be opened: ${message}`;
  return `led_matrix: ${path} may not be opened: no permission. docs/led-matrix.md has the rule for udev; on NixOS set programs.fw16-synth.ledMatrix.enable.`;
}
