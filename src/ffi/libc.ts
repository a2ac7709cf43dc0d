/** The calls of the C library that Node has none for, as the play thread and the devices need them. */
import koffi from 'koffi';
import type { Moment } from '../core/event.ts';

export const O_RDONLY_NONBLOCK_CLOEXEC = 0o2004000;
export const O_RDWR_NONBLOCK_CLOEXEC = 0o2004002;
export const CLOCK_MONOTONIC = 1;

export const POLLIN = 1;
export const EPOLLIN = 1;
export const EPOLLERR = 8;
export const EPOLLHUP = 16;
export const EPOLL_CTL_ADD = 1;
export const EPOLL_CTL_DEL = 2;
const EPOLL_CLOEXEC = 0o2000000;

/** `struct epoll_event` is packed on x86-64 alone (eventpoll.h). */
export const EPOLL_EVENT_WORDS = process.arch === 'x64' ? 3 : 4;
export const EPOLL_DATA_WORD = process.arch === 'x64' ? 1 : 2;

const EFD_NONBLOCK_CLOEXEC = 0o2004000;
const TFD_NONBLOCK_CLOEXEC = 0o2004000;
const TFD_TIMER_ABSTIME = 1;

export const SCHED_OTHER_RESET_ON_FORK = 0x40000000;
export const SCHED_FIFO_RESET_ON_FORK = 0x40000001;
export const RLIMIT_RTTIME = 15;

// linux/input.h: _IOC(dir, 'E', nr, size).
export const EVIOCGRAB = 0x40044590;
export const EVIOCSCLOCKID = 0x400445a0;
const EVIOCGKEY = 0x80004518;
export const EVIOCSMASK = 0x40104593;
const EVIOCGABS = 0x80184540;
const EVIOCGMTSLOTS = 0x8000450a;

/** The request that fills `bytes` with the keys that are down. */
export function eviocgkey(bytes: number): number {
  return (EVIOCGKEY | (bytes << 16)) >>> 0;
}

/** The request that fills a `struct input_absinfo` with an axis. */
export function eviocgabs(axis: number): number {
  return EVIOCGABS + axis;
}

/** The request that fills `bytes`, of which the first four are an axis, with it of every slot. */
export function eviocgmtslots(bytes: number): number {
  return (EVIOCGMTSLOTS | (bytes << 16)) >>> 0;
}

const EINTR = 4;
const EAGAIN = 11;
const ENOSPC = 28;

const lib = koffi.load(null);
const dlsym = lib.func('void *dlsym(void *handle, const char *symbol)');

// malloc.h
const M_TRIM_THRESHOLD = -1;

/**
 * Has malloc give back what is freed above so many bytes. Left alone it raises that limit by itself,
 * and keeps for good the megabytes that a start needs once. Only glibc's knows of it.
 */
export function keepAtMost(bytes: number): void {
  if (dlsym(null, 'mallopt') === null) return;
  lib.func('int mallopt(int what, int value)')(M_TRIM_THRESHOLD, bytes);
}

/** Each answers -1 and sets errno when it fails; none throws. */
export const libc = {
  open: lib.func('int open(const char *path, int flags)') as (p: string, f: number) => number,
  close: lib.func('int close(int fd)') as (fd: number) => number,
  read: lib.func('long read(int fd, void *buffer, ulong count)') as (
    fd: number,
    buffer: ArrayBufferView,
    count: number,
  ) => number,
  write: lib.func('long write(int fd, void *buffer, ulong count)') as (
    fd: number,
    buffer: ArrayBufferView,
    count: number,
  ) => number,
  ioctlInt: lib.func('int ioctl(int fd, ulong request, long value)') as (
    fd: number,
    request: number,
    value: number,
  ) => number,
  ioctlBytes: lib.func('int ioctl(int fd, ulong request, void *bytes)') as (
    fd: number,
    request: number,
    bytes: ArrayBufferView,
  ) => number,
  ioctlMask: lib.func('int ioctl(int fd, ulong request, void *mask)') as (
    fd: number,
    request: number,
    mask: EventMask,
  ) => number,
  poll: lib.func('int poll(void *fds, ulong count, int ms)') as (
    fds: Int32Array,
    count: number,
    ms: number,
  ) => number,
  epollWait: lib.func('int epoll_wait(int fd, void *events, int most, int ms)') as (
    fd: number,
    events: Int32Array,
    most: number,
    ms: number,
  ) => number,
  epollCtl: lib.func('int epoll_ctl(int epoll, int op, int fd, void *event)') as (
    epoll: number,
    op: number,
    fd: number,
    event: Int32Array,
  ) => number,
  timerfdSettime: lib.func('int timerfd_settime(int fd, int flags, void *new, void *old)') as (
    fd: number,
    flags: number,
    spec: Int32Array,
    old: null,
  ) => number,
  schedSetscheduler: lib.func('int sched_setscheduler(int pid, int policy, void *param)') as (
    pid: number,
    policy: number,
    param: Int32Array,
  ) => number,
  schedGetparam: lib.func('int sched_getparam(int pid, void *param)') as (
    pid: number,
    param: Int32Array,
  ) => number,
  setrlimit: lib.func('int setrlimit(int what, void *limit)') as (
    what: number,
    limit: BigUint64Array,
  ) => number,
  gettid: lib.func('int gettid()') as () => number,
  /** Ends the process in so many seconds (SIGALRM), whatever its threads do; 0 calls it off. */
  alarm: lib.func('uint alarm(uint seconds)') as (seconds: number) => number,
};

const epollCreate = lib.func('int epoll_create1(int flags)') as (flags: number) => number;
const eventfd = lib.func('int eventfd(uint initial, int flags)') as (
  n: number,
  f: number,
) => number;
const timerfdCreate = lib.func('int timerfd_create(int clock, int flags)') as (
  clock: number,
  flags: number,
) => number;
const pipe2 = lib.func('int pipe2(void *fds, int flags)') as (
  fds: Int32Array,
  flags: number,
) => number;

/** Whether the read that just failed would succeed another time. */
export function mayReadLater(): boolean {
  const errno = koffi.errno();
  return errno === EAGAIN || errno === EINTR;
}

/** The number of the error that the last failed call of this thread left. */
export function errorNumber(): number {
  return koffi.errno();
}

/** Whether the read that just failed tells of an overflow: what waited to be read is lost. */
export function hasOverflown(): boolean {
  return koffi.errno() === ENOSPC;
}

export function newEpoll(): number {
  return epollCreate(EPOLL_CLOEXEC);
}

export function newEventFd(): number {
  return eventfd(0, EFD_NONBLOCK_CLOEXEC);
}

export function newMonotonicTimer(): number {
  return timerfdCreate(CLOCK_MONOTONIC, TFD_NONBLOCK_CLOEXEC);
}

/** Both ends non-blocking and closed on exec. */
export function newPipe(): { result: number; readFd: number; writeFd: number } {
  const fds = new Int32Array(2);
  const result = pipe2(fds, O_RDONLY_NONBLOCK_CLOEXEC);
  return { result, readFd: fds[0]!, writeFd: fds[1]! };
}

/** Which codes of one type of event a reader of a kernel node gets. */
export type EventMask = bigint & { readonly of: 'struct input_mask' };

/**
 * A mask for EVIOCSMASK, kept for the life of the process: the kernel keeps every code from the
 * reader but those with a set bit. Kernels before 4.4 have none and refuse it.
 */
export function newEventMask(type: number, bits: Uint8Array): EventMask {
  const codes: bigint = koffi.alloc('uint8_t', bits.length);
  koffi.encode(codes, 'uint8_t', [...bits], bits.length);
  const mask: bigint = koffi.alloc('uint32_t', 4);
  const codesAt = koffi.address(codes);
  koffi.encode(
    mask,
    'uint32_t',
    [type, bits.length, Number(codesAt & 0xffffffffn), Number(codesAt >> 32n)],
    4,
  );
  return mask as EventMask;
}

/** The bits of a mask, which change it for the next time that it is set. */
export function maskBits(mask: EventMask, bytes: number): Uint8Array {
  return new Uint8Array(koffi.view(koffi.decode(mask, 8, 'void *'), bytes));
}

const clockGettime = lib.func('int clock_gettime(int clock, void *time)') as (
  clock: number,
  time: Int32Array,
) => number;
const time = new Int32Array(4);
const moment = new Float64Array(1);

/** Microseconds of CLOCK_MONOTONIC: the clock of event stamps, timers and all that we schedule. */
export function monotonicUs(): number {
  readMonotonic(moment);
  return moment[0]!;
}

/** The same into a cell, for the play path. */
export function readMonotonic(now: Moment): void {
  clockGettime(CLOCK_MONOTONIC, time);
  now[0] = time[0]! * 1e6 + time[2]! / 1000;
}

const spec = new Int32Array(8);

/** Rings `timer` at `timeUs` of CLOCK_MONOTONIC; Infinity silences it. */
export function setTimer(timer: number, timeUs: number): number {
  const set = timeUs === Number.POSITIVE_INFINITY;
  // A time of zero would disarm it: what is long due is due now.
  const due = set ? 0 : Math.max(1, Math.floor(timeUs));
  spec[4] = Math.floor(due / 1e6);
  spec[6] = (due % 1e6) * 1000;
  return libc.timerfdSettime(timer, TFD_TIMER_ABSTIME, spec, null);
}
