export interface Amount {
  readonly there: number;
  readonly bytes: number;
  readonly perSecond: number;
}

const BAR_MAX = 30;
const BAR_MIN = 5;
const SECONDS_MAX = 100 * 3600;

/** How far something is, as one line that is never wider than `columns`. */
export function progressLine(name: string, amount: Amount, columns: number): string {
  const { there, bytes, perSecond } = amount;
  const share = Math.min(1, there / bytes);
  const left = (bytes - there) / perSecond;
  const speed = `${(perSecond / 1e6).toFixed(1)} MB/s`;
  const figures = [
    `${`${Math.floor(100 * share)}`.padStart(3)} %`,
    `${(there / 1e6).toFixed(1)} of ${(bytes / 1e6).toFixed(1)} MB`,
    ...(perSecond > 0 && left < SECONDS_MAX ? [speed, `${clock(left)} left`] : []),
  ].join('  ');
  // The last column stays free: some terminals begin a line after it.
  const width = Math.min(BAR_MAX, columns - 1 - name.length - figures.length - 4);
  const bar = width < BAR_MIN ? '' : ` ${barOf(share, width)} `;
  return `${name} ${bar}${figures}`.slice(0, Math.max(0, columns - 1)).padEnd(columns - 1);
}

function barOf(share: number, width: number): string {
  const full = Math.round(share * width);
  return `${'█'.repeat(full)}${'░'.repeat(width - full)}`;
}

function clock(seconds: number): string {
  const whole = Math.ceil(seconds);
  const minutes = Math.floor(whole / 60);
  return `${minutes}:${`${whole % 60}`.padStart(2, '0')}`;
}
