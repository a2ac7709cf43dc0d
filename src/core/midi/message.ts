/**
 * A channel message as one number of 32 bits: the status byte, then what it is about (a note, a
 * controller, a program), then its value. A program carries its bank, and a bend all of its 14 bits,
 * so that each call on a {@link Synth} is one message and each message one call.
 */
import type { Synth } from '../synth.ts';

export const NOTE_OFF = 0x80;
export const NOTE_ON = 0x90;
export const KEY_PRESSURE = 0xa0;
export const CONTROL = 0xb0;
export const PROGRAM = 0xc0;
export const CHANNEL_PRESSURE = 0xd0;
export const BEND = 0xe0;

export const CC_BANK = 0;
export const CC_BANK_FINE = 32;
export const CC_SUSTAIN = 64;
export const CC_ALL_SOUND_OFF = 120;
export const CC_RESET_CONTROLLERS = 121;
export const CC_ALL_NOTES_OFF = 123;

export const BEND_AT_REST = 8192;
export const DRUM_CHANNEL = 9;
/** The bank of drum kits (SoundFont 2.04). */
export const DRUM_BANK = 128;

/** What GM2 and XG call the bank of kits. */
export function isKitBank(coarse: number): boolean {
  return coarse === 120 || coarse === 127;
}

// XG's number for kits on a channel that is not the drums' own.
const BANK_OF_KITS = 127;

/** The first of the two controllers that choose a bank, so that {@link bankOf} finds it again. */
export function coarseBank(bank: number): number {
  if (bank === DRUM_BANK) return BANK_OF_KITS;
  if (bank > DRUM_BANK) return bank >> 7;
  return isKitBank(bank) ? 0 : bank;
}

/** The second of them. */
export function fineBank(bank: number): number {
  if (bank > DRUM_BANK) return bank & 0x7f;
  return isKitBank(bank) ? bank : 0;
}

/**
 * The bank that two controllers have chosen. Roland counts banks in the first of them and Yamaha in
 * the second; kits are 120 or 127 in the first (GM2, XG), or the drums' own channel.
 */
export function bankOf(coarse: number, fine: number, channel: number): number {
  if (channel === DRUM_CHANNEL || isKitBank(coarse)) return DRUM_BANK;
  return coarse === 0 ? fine : coarse;
}

/**
 * @param about 0-127
 * @param value 0-16383
 */
export function message(kind: number, channel: number, about: number, value: number): number {
  return kind | channel | (about << 8) | (value << 15);
}

export function kindOf(message: number): number {
  return message & 0xf0;
}

export function channelOf(message: number): number {
  return message & 0x0f;
}

/** The note, the controller or the program. */
export function aboutOf(message: number): number {
  return (message >> 8) & 0x7f;
}

/** The velocity, the controller's value, the pressure, the bend, or the program's bank. */
export function dataOf(message: number): number {
  return (message >> 15) & 0x3fff;
}

/** Plays a message; a note with velocity 0 ends. */
export function sendMessage(synth: Synth, message: number): void {
  const channel = channelOf(message);
  const about = aboutOf(message);
  const value = dataOf(message);
  switch (kindOf(message)) {
    case NOTE_ON:
      if (value > 0) synth.noteOn(channel, about, value);
      else synth.noteOff(channel, about);
      break;
    case NOTE_OFF:
      synth.noteOff(channel, about);
      break;
    case KEY_PRESSURE:
      synth.keyPressure(channel, about, value);
      break;
    case CONTROL:
      if (about === CC_ALL_SOUND_OFF) synth.soundOff(channel);
      else synth.control(channel, about, value);
      break;
    case PROGRAM:
      synth.program(channel, value, about);
      break;
    case CHANNEL_PRESSURE:
      synth.channelPressure(channel, value);
      break;
    case BEND:
      synth.bend(channel, value);
      break;
  }
}

/** A synthesiser in front of another one, that hands on a message for each call. */
export function overheard(behind: Synth, hear: (message: number) => void): Synth {
  return {
    noteOn: (channel, note, velocity) => {
      behind.noteOn(channel, note, velocity);
      hear(message(NOTE_ON, channel, note, velocity));
    },
    noteOff: (channel, note) => {
      behind.noteOff(channel, note);
      hear(message(NOTE_OFF, channel, note, 0));
    },
    control: (channel, controller, value) => {
      behind.control(channel, controller, value);
      hear(message(CONTROL, channel, controller, value));
    },
    program: (channel, bank, program) => {
      behind.program(channel, bank, program);
      hear(message(PROGRAM, channel, program, bank));
    },
    bend: (channel, value) => {
      behind.bend(channel, value);
      hear(message(BEND, channel, 0, value));
    },
    channelPressure: (channel, value) => {
      behind.channelPressure(channel, value);
      hear(message(CHANNEL_PRESSURE, channel, 0, value));
    },
    keyPressure: (channel, note, value) => {
      behind.keyPressure(channel, note, value);
      hear(message(KEY_PRESSURE, channel, note, value));
    },
    soundOff: (channel) => {
      behind.soundOff(channel);
      hear(message(CONTROL, channel, CC_ALL_SOUND_OFF, 0));
    },
  };
}
