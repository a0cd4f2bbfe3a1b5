/** A theme's share of the tickets of each stretch of time, as a line without axes. */
export function Sparkline({ shares, words }: { shares: readonly number[]; words: string }) {
  const most = Math.max(0.01, ...shares);
  const points = shares.map((share, index) => {
    const x = shares.length < 2 ? 50 : (100 * index) / (shares.length - 1);
    return `${x.toFixed(1)},${(22 - (20 * share) / most).toFixed(1)}`;
  });
  return (
    <svg
      viewBox="0 0 100 24"
      width="100"
      height="24"
      preserveAspectRatio="none"
      role="img"
      aria-label={words}
    >
      <title>{words}</title>
      <polyline
        points={points.join(' ')}
        style={{ fill: 'none', stroke: 'var(--chart)', strokeWidth: 1.5 }}
      />
    </svg>
  );
}
