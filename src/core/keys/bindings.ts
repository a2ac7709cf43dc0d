import { DIGIT_ROW, F_ROW } from './boards.ts';
import { KEY, KEY_COUNT } from './key-codes.ts';

/** What a key commands when it does not sound. */
export const ACTION = {
  none: 0,
  octaveDown: 1,
  octaveUp: 2,
  transposeDown: 3,
  transposeUp: 4,
  programDown: 5,
  programUp: 6,
  velocityDown: 7,
  velocityUp: 8,
  sustain: 9,
  panic: 10,
  accent: 11,
  soft: 12,
  /** Held, it has other keys command: the digit row the presets. */
  shift: 13,
  scaleLock: 14,
  touchpad: 15,
  /** The first of twelve, those of the bank that is at hand. */
  preset: 16,
  /** The pedal that holds what sounds as it goes down, and the one that softens what begins. */
  sostenuto: 28,
  softPedal: 29,
  arpeggio: 32,
  pattern: 33,
  latch: 34,
  octaves: 35,
  slower: 36,
  faster: 37,
  repeat: 38,
  metronome: 39,
  tapTempo: 40,
  tempoDown: 41,
  tempoUp: 42,
  mode: 43,
  /** The first of four. */
  layer: 44,
  chords: 48,
  chordKind: 49,
  chordMemory: 50,
  presetBankDown: 64,
  presetBankUp: 65,
  levelDown: 66,
  levelUp: 67,
  reverbDown: 68,
  reverbUp: 69,
  chorusDown: 70,
  chorusUp: 71,
  /** Recording, begun and ended; and what was played just now, written. */
  record: 72,
  keep: 73,
  /** The first of twelve. */
  scene: 80,
  loop: 92,
  loopTurn: 93,
  loopUndo: 94,
  loopClear: 95,
} as const;

/** Actions are below this. */
export const ACTION_COUNT = 128;

const COMMANDS: readonly (readonly [key: number, action: number])[] = [
  [KEY.KEY_LEFT, ACTION.octaveDown],
  [KEY.KEY_RIGHT, ACTION.octaveUp],
  [KEY.KEY_MINUS, ACTION.octaveDown],
  [KEY.KEY_EQUAL, ACTION.octaveUp],
  [KEY.KEY_HOME, ACTION.transposeUp],
  [KEY.KEY_END, ACTION.transposeDown],
  [KEY.KEY_PAGEDOWN, ACTION.programDown],
  [KEY.KEY_PAGEUP, ACTION.programUp],
  [KEY.KEY_DOWN, ACTION.velocityDown],
  [KEY.KEY_UP, ACTION.velocityUp],
  [KEY.KEY_SPACE, ACTION.sustain],
  [KEY.KEY_LEFTALT, ACTION.sostenuto],
  [KEY.KEY_RIGHTALT, ACTION.softPedal],
  [KEY.KEY_ESC, ACTION.panic],
  [KEY.KEY_LEFTSHIFT, ACTION.accent],
  [KEY.KEY_RIGHTSHIFT, ACTION.accent],
  [KEY.KEY_LEFTCTRL, ACTION.soft],
  [KEY.KEY_RIGHTCTRL, ACTION.soft],
  [KEY.KEY_TAB, ACTION.shift],
  [KEY.KEY_ENTER, ACTION.loop],
  [KEY.KEY_BACKSPACE, ACTION.loopUndo],
  [KEY.KEY_DELETE, ACTION.loopClear],
];

// What they do is named by their letters on a US board.
const SHIFTED: readonly (readonly [key: number, action: number])[] = [
  [KEY.KEY_S, ACTION.scaleLock],
  [KEY.KEY_P, ACTION.touchpad],
  [KEY.KEY_A, ACTION.arpeggio],
  [KEY.KEY_D, ACTION.pattern],
  [KEY.KEY_L, ACTION.latch],
  [KEY.KEY_O, ACTION.octaves],
  [KEY.KEY_LEFT, ACTION.slower],
  [KEY.KEY_RIGHT, ACTION.faster],
  [KEY.KEY_R, ACTION.repeat],
  [KEY.KEY_M, ACTION.metronome],
  [KEY.KEY_T, ACTION.tapTempo],
  [KEY.KEY_DOWN, ACTION.tempoDown],
  [KEY.KEY_UP, ACTION.tempoUp],
  [KEY.KEY_N, ACTION.mode],
  [KEY.KEY_C, ACTION.chords],
  [KEY.KEY_X, ACTION.chordKind],
  [KEY.KEY_V, ACTION.chordMemory],
  [KEY.KEY_PAGEDOWN, ACTION.presetBankDown],
  [KEY.KEY_PAGEUP, ACTION.presetBankUp],
  [KEY.KEY_LEFTBRACE, ACTION.levelDown],
  [KEY.KEY_RIGHTBRACE, ACTION.levelUp],
  [KEY.KEY_ENTER, ACTION.loopTurn],
  [KEY.KEY_W, ACTION.record],
  [KEY.KEY_B, ACTION.keep],
  [KEY.KEY_COMMA, ACTION.reverbDown],
  [KEY.KEY_DOT, ACTION.reverbUp],
  [KEY.KEY_F, ACTION.chorusDown],
  [KEY.KEY_G, ACTION.chorusUp],
  // Beside each other, as the layers are.
  [KEY.KEY_H, ACTION.layer],
  [KEY.KEY_J, ACTION.layer + 1],
  [KEY.KEY_K, ACTION.layer + 2],
  [KEY.KEY_SEMICOLON, ACTION.layer + 3],
];

/** The action of every key code while Shift is held with the shift: scenes for a hand without an F row. */
export function sceneBindings(): Uint8Array {
  const actions = new Uint8Array(KEY_COUNT);
  DIGIT_ROW.forEach((key, index) => {
    actions[key] = ACTION.scene + index;
  });
  return actions;
}

/** The action of every key code; no key of a layout has one. */
export function bindings(): Uint8Array {
  const actions = new Uint8Array(KEY_COUNT);
  for (const [key, action] of COMMANDS) actions[key] = action;
  F_ROW.forEach((key, index) => {
    actions[key] = ACTION.preset + index;
  });
  return actions;
}

/** The action of every key code while the shift is held; keys without one do what they always do. */
export function shiftedBindings(): Uint8Array {
  const actions = new Uint8Array(KEY_COUNT);
  for (const [key, action] of SHIFTED) actions[key] = action;
  DIGIT_ROW.forEach((key, index) => {
    actions[key] = ACTION.preset + index;
  });
  F_ROW.forEach((key, index) => {
    actions[key] = ACTION.scene + index;
  });
  return actions;
}
