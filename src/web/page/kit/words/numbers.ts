const whole = new Intl.NumberFormat('en-GB');
const tenths = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });
const share = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 1 });

export const showCount = (count: number): string => whole.format(count);
export const showTickets = (count: number): string =>
  `${showCount(count)} ${count === 1 ? 'ticket' : 'tickets'}`;
export const showRate = (rate: number | null): string =>
  rate === null ? '–' : tenths.format(rate);
export const showShare = (part: number): string => share.format(part);
export const showDollars = (dollars: number | null): string =>
  dollars === null ? 'cost unknown' : `$${dollars.toFixed(dollars < 1 ? 4 : 2)}`;

export function showDuration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

export const showTime = (milliseconds: number): string =>
  new Date(milliseconds).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
