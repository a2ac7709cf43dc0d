/**
 * Values as D-Bus has them on the wire, by their signature (D-Bus Specification 0.43, "Marshaling"):
 * numbers, texts, arrays as lists, structs as lists, a dictionary as a Map, a variant as its value.
 */
export type DBusValue =
  | number
  | bigint
  | boolean
  | string
  | readonly DBusValue[]
  | ReadonlyMap<DBusValue, DBusValue>
  | DBusVariant;

/** A variant to be written: on its way in it is its value alone. */
export interface DBusVariant {
  readonly signature: string;
  readonly value: DBusValue;
}

const ALIGNMENT: Readonly<Record<string, number>> = {
  ...{ y: 1, g: 1, v: 1, n: 2, q: 2, b: 4, i: 4, u: 4, h: 4, s: 4, o: 4, a: 4 },
  ...{ x: 8, t: 8, d: 8, '(': 8, '{': 8 },
};
const DEPTH_MOST = 32;
const ARRAY_BYTES_MOST = 64 * 1024 * 1024;

/** Single complete types of a signature, such as `s`, `a{sv}`, `(so)`. */
export function typesOf(signature: string): string[] {
  const types: string[] = [];
  for (let at = 0; at < signature.length; ) {
    const end = endOfType(signature, at);
    types.push(signature.slice(at, end));
    at = end;
  }
  return types;
}

/** Reads from a message; the place of its first byte is what alignment counts from. */
export class DBusReader {
  readonly #view: DataView;
  at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = at;
  }

  /** All values of a signature; throws a RangeError where the bytes say something else. */
  readAll(signature: string): DBusValue[] {
    return typesOf(signature).map((type) => this.#read(type, 0));
  }

  align(to: number): void {
    this.at = Math.ceil(this.at / to) * to;
  }

  #read(type: string, depth: number): DBusValue {
    if (depth > DEPTH_MOST) throw new RangeError('values in values in values');
    const code = type[0] ?? '';
    this.align(ALIGNMENT[code] ?? 1);
    const at = this.at;
    const view = this.#view;
    switch (code) {
      case 'y':
        this.at += 1;
        return view.getUint8(at);
      case 'n':
        this.at += 2;
        return view.getInt16(at, true);
      case 'q':
        this.at += 2;
        return view.getUint16(at, true);
      case 'b':
        this.at += 4;
        return view.getUint32(at, true) !== 0;
      case 'i':
        this.at += 4;
        return view.getInt32(at, true);
      case 'u':
      case 'h':
        this.at += 4;
        return view.getUint32(at, true);
      case 'x':
        this.at += 8;
        return view.getBigInt64(at, true);
      case 't':
        this.at += 8;
        return view.getBigUint64(at, true);
      case 'd':
        this.at += 8;
        return view.getFloat64(at, true);
      case 's':
      case 'o':
        this.at += 4;
        return this.#text(view.getUint32(at, true));
      case 'g':
        this.at += 1;
        return this.#text(view.getUint8(at));
      case 'v': {
        this.at += 1;
        const [inner = '', more] = typesOf(this.#text(view.getUint8(at)));
        if (inner === '' || more !== undefined) throw new RangeError('a variant of no one type');
        return this.#read(inner, depth + 1);
      }
      case 'a':
        return this.#array(type.slice(1), depth);
      case '(':
        return typesOf(type.slice(1, -1)).map((each) => this.#read(each, depth + 1));
      default:
        throw new RangeError(`no type ${type}`);
    }
  }

  #array(type: string, depth: number): DBusValue {
    const length = this.#view.getUint32(this.at, true);
    this.at += 4;
    if (length > ARRAY_BYTES_MOST) throw new RangeError('an array that is too long');
    this.align(ALIGNMENT[type[0] ?? ''] ?? 1);
    const end = this.at + length;
    if (type[0] !== '{') {
      const values: DBusValue[] = [];
      while (this.at < end) values.push(this.#read(type, depth + 1));
      return values;
    }
    const [key = '', value = ''] = typesOf(type.slice(1, -1));
    const entries = new Map<DBusValue, DBusValue>();
    while (this.at < end) {
      this.align(8);
      entries.set(this.#read(key, depth + 1), this.#read(value, depth + 1));
    }
    return entries;
  }

  #text(length: number): string {
    const { buffer, byteOffset } = this.#view;
    const at = this.at;
    if (at + length >= this.#view.byteLength) throw new RangeError('a text beyond the end');
    this.at += length + 1;
    return new TextDecoder().decode(new Uint8Array(buffer, byteOffset + at, length));
  }
}

/** Writes values; what is written begins at an alignment of eight. */
export class DBusWriter {
  readonly #bytes: number[] = [];

  get length(): number {
    return this.#bytes.length;
  }

  get bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  align(to: number): void {
    while (this.#bytes.length % to !== 0) this.#bytes.push(0);
  }

  writeAll(signature: string, values: readonly DBusValue[]): void {
    typesOf(signature).forEach((type, index) => {
      this.#write(type, values[index] ?? 0);
    });
  }

  #write(type: string, value: DBusValue): void {
    const code = type[0] ?? '';
    this.align(ALIGNMENT[code] ?? 1);
    switch (code) {
      case 'y':
        this.#bytes.push(Number(value));
        break;
      case 'n':
      case 'q':
        this.#number(2, (view) => view.setUint16(0, Number(value), true));
        break;
      case 'b':
      case 'i':
      case 'u':
      case 'h':
        this.#number(4, (view) => view.setUint32(0, Number(value), true));
        break;
      case 'x':
      case 't':
        this.#number(8, (view) => view.setBigUint64(0, BigInt(value as bigint), true));
        break;
      case 'd':
        this.#number(8, (view) => view.setFloat64(0, Number(value), true));
        break;
      case 's':
      case 'o':
      case 'g':
        this.#text(String(value), code === 'g' ? 1 : 4);
        break;
      case 'v': {
        const { signature, value: inner } = value as DBusVariant;
        this.#text(signature, 1);
        this.#write(signature, inner);
        break;
      }
      case 'a':
        this.#array(type.slice(1), value);
        break;
      case '(':
        typesOf(type.slice(1, -1)).forEach((each, index) => {
          this.#write(each, (value as readonly DBusValue[])[index] ?? 0);
        });
        break;
      default:
        throw new RangeError(`no type ${type}`);
    }
  }

  #array(type: string, value: DBusValue): void {
    const lengthAt = this.#bytes.length;
    this.#bytes.push(0, 0, 0, 0);
    this.align(ALIGNMENT[type[0] ?? ''] ?? 1);
    const from = this.#bytes.length;
    if (type[0] === '{') {
      const [key = '', each = ''] = typesOf(type.slice(1, -1));
      for (const [name, inner] of value as ReadonlyMap<DBusValue, DBusValue>) {
        this.align(8);
        this.#write(key, name);
        this.#write(each, inner);
      }
    } else {
      for (const each of value as readonly DBusValue[]) this.#write(type, each);
    }
    const length = this.#bytes.length - from;
    for (let byte = 0; byte < 4; byte++)
      this.#bytes[lengthAt + byte] = (length >> (8 * byte)) & 0xff;
  }

  #text(text: string, lengthBytes: 1 | 4): void {
    const bytes = new TextEncoder().encode(text);
    for (let byte = 0; byte < lengthBytes; byte++)
      this.#bytes.push((bytes.length >> (8 * byte)) & 0xff);
    this.#bytes.push(...bytes, 0);
  }

  #number(bytes: number, set: (view: DataView) => void): void {
    const view = new DataView(new ArrayBuffer(bytes));
    set(view);
    this.#bytes.push(...new Uint8Array(view.buffer));
  }
}

function endOfType(signature: string, at: number): number {
  const code = signature[at] ?? '';
  if (code === 'a') return endOfType(signature, at + 1);
  if (code !== '(' && code !== '{') {
    if (ALIGNMENT[code] === undefined) throw new RangeError(`no type ${code || 'at the end'}`);
    return at + 1;
  }
  let depth = 0;
  for (let end = at; end < signature.length; end++) {
    const each = signature[end]!;
    if (each === '(' || each === '{') depth++;
    else if (each === ')' || each === '}') depth--;
    if (depth === 0) return end + 1;
  }
  throw new RangeError(`${signature} does not end`);
}
