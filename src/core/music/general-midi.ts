/** The sounds of General MIDI level 1 (MIDI Association, RP-003) by number, shortened for screens. */
export const PROGRAM_NAMES: readonly string[] = [
  ...['Grand Piano', 'Bright Piano', 'Electric Grand', 'Honky-tonk', 'Electric Piano'],
  ...['FM Piano', 'Harpsichord', 'Clavinet', 'Celesta', 'Glockenspiel', 'Music Box'],
  ...['Vibraphone', 'Marimba', 'Xylophone', 'Tubular Bells', 'Dulcimer', 'Drawbar Organ'],
  ...['Percussive Organ', 'Rock Organ', 'Church Organ', 'Reed Organ', 'Accordion'],
  ...['Harmonica', 'Bandoneon', 'Nylon Guitar', 'Steel Guitar', 'Jazz Guitar'],
  ...['Clean Guitar', 'Muted Guitar', 'Overdriven Guitar', 'Distorted Guitar'],
  ...['Guitar Harmonics', 'Acoustic Bass', 'Fingered Bass', 'Picked Bass', 'Fretless Bass'],
  ...['Slap Bass 1', 'Slap Bass 2', 'Synth Bass 1', 'Synth Bass 2', 'Violin', 'Viola'],
  ...['Cello', 'Contrabass', 'Tremolo Strings', 'Pizzicato', 'Harp', 'Timpani'],
  ...['String Ensemble', 'Slow Strings', 'Synth Strings 1', 'Synth Strings 2'],
  ...['Choir Aahs', 'Voice Oohs', 'Synth Voice', 'Orchestra Hit', 'Trumpet', 'Trombone'],
  ...['Tuba', 'Muted Trumpet', 'French Horn', 'Brass Section', 'Synth Brass 1'],
  ...['Synth Brass 2', 'Soprano Sax', 'Alto Sax', 'Tenor Sax', 'Baritone Sax', 'Oboe'],
  ...['English Horn', 'Bassoon', 'Clarinet', 'Piccolo', 'Flute', 'Recorder', 'Pan Flute'],
  ...['Blown Bottle', 'Shakuhachi', 'Whistle', 'Ocarina', 'Square Lead', 'Saw Lead'],
  ...['Calliope Lead', 'Chiff Lead', 'Charang Lead', 'Voice Lead', 'Fifths Lead'],
  ...['Bass and Lead', 'New Age Pad', 'Warm Pad', 'Polysynth Pad', 'Choir Pad'],
  ...['Bowed Pad', 'Metallic Pad', 'Halo Pad', 'Sweep Pad', 'Rain', 'Soundtrack'],
  ...['Crystal', 'Atmosphere', 'Brightness', 'Goblins', 'Echoes', 'Sci-fi', 'Sitar'],
  ...['Banjo', 'Shamisen', 'Koto', 'Kalimba', 'Bagpipe', 'Fiddle', 'Shanai'],
  ...['Tinkle Bell', 'Agogo', 'Steel Drums', 'Woodblock', 'Taiko', 'Melodic Tom'],
  ...['Synth Drum', 'Reverse Cymbal', 'Fret Noise', 'Breath Noise', 'Seashore'],
  ...['Bird Tweet', 'Telephone', 'Helicopter', 'Applause', 'Gunshot'],
];

/** The name of a program, 0-127. */
export function programName(program: number): string {
  return PROGRAM_NAMES[program] ?? `Program ${program}`;
}

const LOWEST_DRUM = 35;

// Short enough for a key in a picture.
const DRUM_NAMES = [
  ...['Kick 2', 'Kick', 'Stick', 'Snare', 'Clap', 'Snare 2', 'Tom 1', 'Hat', 'Tom 2', 'Hat foot'],
  ...['Tom 3', 'Hat open', 'Tom 4', 'Tom 5', 'Crash', 'Tom 6', 'Ride', 'China', 'Bell', 'Tambour.'],
  ...['Splash', 'Cowbell', 'Crash 2', 'Vibrasl.', 'Ride 2', 'Bongo hi', 'Bongo lo', 'Conga mu'],
  ...['Conga hi', 'Conga lo', 'Timb. hi', 'Timb. lo', 'Agogo hi', 'Agogo lo', 'Cabasa', 'Maracas'],
  ...['Whistle', 'Whist. 2', 'Guiro', 'Guiro 2', 'Claves', 'Block hi', 'Block lo', 'Cuica'],
  ...['Cuica 2', 'Triangle', 'Triang.2'],
];

/** The drum that a note of a kit sounds (General MIDI level 1, percussion map), shortened. */
export function drumName(note: number): string {
  return DRUM_NAMES[note - LOWEST_DRUM] ?? `Drum ${note}`;
}
