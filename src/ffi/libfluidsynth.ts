/** libfluidsynth 2.3 to 2.6, as we call it. Calls added or gone between these are optional here. */
import type { LibraryHandle } from 'koffi';
import { type Loaded, loadLibrary, symbolAddress } from './libraries.ts';

// koffi hands pointers over as bare bigints, and the wrong one is a segfault:
// the brands below make a mix-up a type error instead.
export type SettingsPtr = bigint & { readonly of: 'fluid_settings_t' };
export type SynthPtr = bigint & { readonly of: 'fluid_synth_t' };
export type DriverPtr = bigint & { readonly of: 'fluid_audio_driver_t' };
export type FontPtr = bigint & { readonly of: 'fluid_sfont_t' };
export type PresetPtr = bigint & { readonly of: 'fluid_preset_t' };
export type ModulatorPtr = bigint & { readonly of: 'fluid_mod_t' };
export type LoaderPtr = bigint & { readonly of: 'fluid_sfloader_t' };
/** A C function's address, or 0. */
export type CodePtr = bigint;

/** What FluidSynth's calls answer when they fail; most answer 0 otherwise. */
export const FLUID_FAILED = -1;

const LOG_LEVELS = 5;

/** libfluidsynth's calls by our names. Those that answer a number fail with `FLUID_FAILED`. */
export interface FluidSynth {
  /** Such as `[2, 3, 1]`. */
  readonly version: readonly [major: number, minor: number, micro: number];
  /** Where the C shim finds the calls that it makes itself; 0 when the library has none. */
  address(symbol: string): CodePtr;

  newSettings(): SettingsPtr | null;
  deleteSettings(settings: SettingsPtr): void;
  setInt(settings: SettingsPtr, name: string, value: number): number;
  setNumber(settings: SettingsPtr, name: string, value: number): number;
  setString(settings: SettingsPtr, name: string, value: string): number;
  getInt(settings: SettingsPtr, name: string): number | undefined;
  getNumber(settings: SettingsPtr, name: string): number | undefined;
  /** The values a setting may take, such as the audio drivers that were compiled in. */
  options(settings: SettingsPtr, name: string): string[];

  newSynth(settings: SettingsPtr): SynthPtr | null;
  deleteSynth(synth: SynthPtr): void;
  noteOn(synth: SynthPtr, channel: number, note: number, velocity: number): number;
  noteOff(synth: SynthPtr, channel: number, note: number): number;
  control(synth: SynthPtr, channel: number, controller: number, value: number): number;
  programChange(synth: SynthPtr, channel: number, program: number): number;
  bankSelect(synth: SynthPtr, channel: number, bank: number): number;
  programSelect(
    synth: SynthPtr,
    channel: number,
    font: number,
    bank: number,
    program: number,
  ): number;
  /** The font's number, the bank and the program of a channel. */
  getProgram(synth: SynthPtr, channel: number): [font: number, bank: number, program: number];
  pitchBend(synth: SynthPtr, channel: number, value: number): number;
  /** How far a full bend goes, in semitones. */
  pitchWheelSensitivity(synth: SynthPtr, channel: number, semitones: number): number;
  channelPressure(synth: SynthPtr, channel: number, value: number): number;
  keyPressure(synth: SynthPtr, channel: number, note: number, value: number): number;
  /** Every note into its release; channel -1 means all. */
  allNotesOff(synth: SynthPtr, channel: number): number;
  /** Every voice cut; channel -1 means all. */
  allSoundsOff(synth: SynthPtr, channel: number): number;
  systemReset(synth: SynthPtr): number;
  activeVoices(synth: SynthPtr): number;
  /** A linear factor, 0 to 10. */
  setGain(synth: SynthPtr, gain: number): void;
  setPolyphony(synth: SynthPtr, voices: number): number;
  /** Rendering time over real time, in percent. */
  cpuLoad(synth: SynthPtr): number;
  reverbOn(synth: SynthPtr, on: boolean): void;
  chorusOn(synth: SynthPtr, on: boolean): void;
  /** Tunes each of 128 notes in cents, 100 per semitone from note 0; `apply` retunes what sounds. */
  keyTuning(
    synth: SynthPtr,
    bank: number,
    program: number,
    name: string,
    cents: Float64Array,
    apply: number,
  ): number;
  activateTuning(
    synth: SynthPtr,
    channel: number,
    bank: number,
    program: number,
    apply: number,
  ): number;
  newModulator(): ModulatorPtr | null;
  deleteModulator(modulator: ModulatorPtr): void;
  /** What drives it: a number of `fluid_mod_src` or a controller, and `fluid_mod_flags`. */
  modulatorSource(modulator: ModulatorPtr, source: number, flags: number): void;
  /** What drives it as well, as a factor. */
  modulatorFactor(modulator: ModulatorPtr, source: number, flags: number): void;
  modulatorTarget(modulator: ModulatorPtr, generator: number): void;
  modulatorAmount(modulator: ModulatorPtr, amount: number): void;
  /** Copies it into all voices to come; `mode` 0 replaces the one of the same sources and target. */
  addDefaultModulator(synth: SynthPtr, modulator: ModulatorPtr, mode: number): number;
  /** Fails when none of these sources and this target is there. */
  removeDefaultModulator(synth: SynthPtr, modulator: ModulatorPtr): number;
  /** `frames` into `left` from `leftAt` in steps of `leftStep`, likewise `right`. */
  writeFloat(
    synth: SynthPtr,
    frames: number,
    left: Float32Array,
    leftAt: number,
    leftStep: number,
    right: Float32Array,
    rightAt: number,
    rightStep: number,
  ): number;

  /** The new font's number, or `FLUID_FAILED`. Notes wait until it is loaded. */
  loadFont(synth: SynthPtr, path: string, resetPrograms: number): number;
  /** Ends when the font's last voice does; those that sound go on. */
  unloadFont(synth: SynthPtr, font: number, resetPrograms: number): number;
  /** The fonts of a synth, top first; null past the last. */
  fontAt(synth: SynthPtr, index: number): FontPtr | null;
  fontById(synth: SynthPtr, font: number): FontPtr | null;
  /** Puts a font on top and selects each channel's bank and program anew. */
  addFont(synth: SynthPtr, font: FontPtr): number;
  /** Takes a font away without ending it. */
  removeFont(synth: SynthPtr, font: FontPtr): number;
  /** What a channel plays; null when the font has nothing for it. Valid while its font stays. */
  channelPreset(synth: SynthPtr, channel: number): PresetPtr | null;
  presetName(preset: PresetPtr): string;
  presetBank(preset: PresetPtr): number;
  presetProgram(preset: PresetPtr): number;
  newFontLoader(settings: SettingsPtr): LoaderPtr | null;
  setFontLoaderCalls(
    loader: LoaderPtr,
    open: CodePtr,
    read: CodePtr,
    seek: CodePtr,
    tell: CodePtr,
    close: CodePtr,
  ): number;
  addFontLoader(synth: SynthPtr, loader: LoaderPtr): void;
}

/** libfluidsynth, or why there is none. */
export type FluidSynthLoaded =
  | { readonly ok: true; readonly fluidsynth: FluidSynth }
  | { readonly ok: false; readonly why: string; readonly remedy: string };

/** Opens libfluidsynth on this thread. Its own messages on stderr are silenced for good. */
export function openFluidSynth(): FluidSynthLoaded {
  const loaded = loadLibrary('fluidsynth');
  if (!loaded.ok) return loaded;
  const fluidsynth = declare(loaded, loaded.library);
  silence(loaded.library);
  return { ok: true, fluidsynth };
}

function declare(loaded: Loaded, lib: LibraryHandle): FluidSynth {
  const word = new Int32Array(1);
  const number = new Float64Array(1);
  const getInt = lib.func('int fluid_settings_getint(void *settings, const char *name, void *out)');
  const getNumber = lib.func(
    'int fluid_settings_getnum(void *settings, const char *name, void *out)',
  );
  return {
    version: version(lib),
    address: (symbol) => symbolAddress(loaded, symbol),

    newSettings: lib.func('void *new_fluid_settings()'),
    deleteSettings: lib.func('void delete_fluid_settings(void *settings)'),
    setInt: lib.func('int fluid_settings_setint(void *settings, const char *name, int value)'),
    setNumber: lib.func(
      'int fluid_settings_setnum(void *settings, const char *name, double value)',
    ),
    setString: lib.func(
      'int fluid_settings_setstr(void *settings, const char *name, const char *value)',
    ),
    getInt: (settings, name) => (getInt(settings, name, word) === 0 ? word[0] : undefined),
    getNumber: (settings, name) =>
      getNumber(settings, name, number) === 0 ? number[0] : undefined,
    options: settingOptions(lib),

    newSynth: lib.func('void *new_fluid_synth(void *settings)'),
    deleteSynth: lib.func('void delete_fluid_synth(void *synth)'),
    noteOn: lib.func('int fluid_synth_noteon(void *synth, int chan, int key, int vel)'),
    noteOff: lib.func('int fluid_synth_noteoff(void *synth, int chan, int key)'),
    control: lib.func('int fluid_synth_cc(void *synth, int chan, int ctrl, int val)'),
    programChange: lib.func('int fluid_synth_program_change(void *synth, int chan, int program)'),
    bankSelect: lib.func('int fluid_synth_bank_select(void *synth, int chan, int bank)'),
    programSelect: lib.func(
      'int fluid_synth_program_select(void *synth, int chan, int sfont, int bank, int preset)',
    ),
    getProgram: programOf(lib),
    pitchBend: lib.func('int fluid_synth_pitch_bend(void *synth, int chan, int val)'),
    pitchWheelSensitivity: lib.func(
      'int fluid_synth_pitch_wheel_sens(void *synth, int chan, int val)',
    ),
    channelPressure: lib.func('int fluid_synth_channel_pressure(void *synth, int chan, int val)'),
    keyPressure: lib.func('int fluid_synth_key_pressure(void *synth, int chan, int key, int val)'),
    allNotesOff: lib.func('int fluid_synth_all_notes_off(void *synth, int chan)'),
    allSoundsOff: lib.func('int fluid_synth_all_sounds_off(void *synth, int chan)'),
    systemReset: lib.func('int fluid_synth_system_reset(void *synth)'),
    activeVoices: lib.func('int fluid_synth_get_active_voice_count(void *synth)'),
    setGain: lib.func('void fluid_synth_set_gain(void *synth, float gain)'),
    setPolyphony: lib.func('int fluid_synth_set_polyphony(void *synth, int polyphony)'),
    cpuLoad: lib.func('double fluid_synth_get_cpu_load(void *synth)'),
    reverbOn: effectSwitch(loaded, lib, 'reverb'),
    chorusOn: effectSwitch(loaded, lib, 'chorus'),
    keyTuning: lib.func(
      'int fluid_synth_activate_key_tuning(void *synth, int bank, int prog, const char *name, const double *pitch, int apply)',
    ),
    activateTuning: lib.func(
      'int fluid_synth_activate_tuning(void *synth, int chan, int bank, int prog, int apply)',
    ),
    newModulator: lib.func('void *new_fluid_mod()'),
    deleteModulator: lib.func('void delete_fluid_mod(void *mod)'),
    modulatorSource: lib.func('void fluid_mod_set_source1(void *mod, int src, int flags)'),
    modulatorFactor: lib.func('void fluid_mod_set_source2(void *mod, int src, int flags)'),
    modulatorTarget: lib.func('void fluid_mod_set_dest(void *mod, int dest)'),
    modulatorAmount: lib.func('void fluid_mod_set_amount(void *mod, double amount)'),
    addDefaultModulator: lib.func(
      'int fluid_synth_add_default_mod(void *synth, void *mod, int mode)',
    ),
    removeDefaultModulator: lib.func('int fluid_synth_remove_default_mod(void *synth, void *mod)'),
    writeFloat: lib.func(
      'int fluid_synth_write_float(void *synth, int len, void *left, int loff, int lincr, void *right, int roff, int rincr)',
    ),

    loadFont: lib.func('int fluid_synth_sfload(void *synth, const char *path, int reset)'),
    unloadFont: lib.func('int fluid_synth_sfunload(void *synth, int id, int reset)'),
    fontAt: lib.func('void *fluid_synth_get_sfont(void *synth, unsigned int index)'),
    fontById: lib.func('void *fluid_synth_get_sfont_by_id(void *synth, int id)'),
    addFont: lib.func('int fluid_synth_add_sfont(void *synth, void *sfont)'),
    removeFont: lib.func('int fluid_synth_remove_sfont(void *synth, void *sfont)'),
    channelPreset: lib.func('void *fluid_synth_get_channel_preset(void *synth, int chan)'),
    presetName: lib.func('const char *fluid_preset_get_name(void *preset)'),
    presetBank: lib.func('int fluid_preset_get_banknum(void *preset)'),
    presetProgram: lib.func('int fluid_preset_get_num(void *preset)'),
    newFontLoader: lib.func('void *new_fluid_defsfloader(void *settings)'),
    setFontLoaderCalls: lib.func(
      'int fluid_sfloader_set_callbacks(void *loader, void *open, void *read, void *seek, void *tell, void *close)',
    ),
    addFontLoader: lib.func('void fluid_synth_add_sfloader(void *synth, void *loader)'),
  };
}

function version(lib: LibraryHandle): readonly [number, number, number] {
  const text: string = lib.func('const char *fluid_version_str()')();
  const [major = 0, minor = 0, micro = 0] = text
    .split('.')
    .map((part) => Number.parseInt(part, 10));
  return [major, minor, micro];
}

function settingOptions(lib: LibraryHandle): FluidSynth['options'] {
  // The string is FluidSynth's and is not freed: it is asked for a few times in a life.
  const concat = lib.func(
    'const char *fluid_settings_option_concat(void *settings, const char *name, const char *separator)',
  );
  return (settings, name) => {
    const joined: string | null = concat(settings, name, '\n');
    return joined === null || joined === '' ? [] : joined.split('\n');
  };
}

function programOf(lib: LibraryHandle): FluidSynth['getProgram'] {
  const font = new Int32Array(1);
  const bank = new Int32Array(1);
  const program = new Int32Array(1);
  const get = lib.func(
    'int fluid_synth_get_program(void *synth, int chan, void *sfont, void *bank, void *preset)',
  );
  return (synth, channel) => {
    get(synth, channel, font, bank, program);
    return [font[0] ?? 0, bank[0] ?? 0, program[0] ?? 0];
  };
}

// `fluid_synth_set_reverb_on` is deprecated since 2.2, when effects got groups; -1 means all.
function effectSwitch(
  loaded: Loaded,
  lib: LibraryHandle,
  effect: 'reverb' | 'chorus',
): FluidSynth['reverbOn'] {
  const grouped = `fluid_synth_${effect}_on`;
  if (symbolAddress(loaded, grouped) !== 0n) {
    const call = lib.func(`int ${grouped}(void *synth, int group, int on)`);
    return (synth, on) => call(synth, -1, on ? 1 : 0);
  }
  const call = lib.func(`void fluid_synth_set_${effect}_on(void *synth, int on)`);
  return (synth, on) => call(synth, on ? 1 : 0);
}

// Null rather than a function of ours: FluidSynth logs from the audio thread.
function silence(lib: LibraryHandle): void {
  const setLog = lib.func('void *fluid_set_log_function(int level, void *log, void *data)');
  for (let level = 0; level < LOG_LEVELS; level++) setLog(level, null, null);
}
