import type { QuoteMark } from '../../api/ticket.ts';

/** A stretch of a text in which the same quotes stand. */
export interface Segment {
  text: string;
  marks: QuoteMark[];
}

/** Cuts a text where quotes begin and end. Its segments joined are the text again. */
export function cutAtMarks(text: string, marks: readonly QuoteMark[]): Segment[] {
  const edges = new Set([0, text.length]);
  for (const { start, end } of marks)
    for (const edge of [start, end]) if (edge > 0 && edge < text.length) edges.add(edge);
  const ordered = [...edges].sort((one, other) => one - other);
  return ordered.slice(0, -1).map((start, index) => {
    const end = ordered[index + 1] ?? text.length;
    return {
      text: text.slice(start, end),
      marks: marks.filter((mark) => mark.start <= start && mark.end >= end),
    };
  });
}
