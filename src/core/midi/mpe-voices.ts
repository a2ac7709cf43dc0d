/**
 * A channel for each voice that goes out, so that each can be bent and pressed by itself (MIDI
 * Polyphonic Expression 1.0): a lower zone, whose master is channel 1 and whose members are all others.
 */
export const MEMBERS = 15;

export interface MpeVoices {
  /** The member that each note of each channel of ours sounds on, or 0; at `channel * 128 + note`. */
  readonly memberOf: Uint8Array;
  /** How many voices each member has, and how long ago its last one ended. */
  readonly voices: Uint8Array;
  readonly endedAt: Uint32Array;
  /** Notes that have ended so far. */
  ended: number;
}

export function createMpeVoices(): MpeVoices {
  return {
    memberOf: new Uint8Array(16 * 128),
    voices: new Uint8Array(MEMBERS + 1),
    endedAt: new Uint32Array(MEMBERS + 1),
    ended: 0,
  };
}

/** The member, 1 to {@link MEMBERS}, for a new voice: of the least busy the one that rested longest. */
export function takeMember(mpe: MpeVoices, slot: number): number {
  const { voices, endedAt, memberOf } = mpe;
  let best = 1;
  for (let member = 2; member <= MEMBERS; member++) {
    const fewer = voices[member]! - voices[best]!;
    if (fewer < 0 || (fewer === 0 && endedAt[member]! < endedAt[best]!)) best = member;
  }
  voices[best] = voices[best]! + 1;
  memberOf[slot] = best;
  return best;
}

/** The voice has ended; answers its member, or 0 for one that there was not. */
export function giveMember(mpe: MpeVoices, slot: number): number {
  const member = mpe.memberOf[slot]!;
  if (member === 0) return 0;
  mpe.memberOf[slot] = 0;
  mpe.voices[member] = mpe.voices[member]! - 1;
  mpe.endedAt[member] = ++mpe.ended;
  return member;
}
