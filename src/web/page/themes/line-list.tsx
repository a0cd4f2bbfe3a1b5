import { Textarea } from '@mantine/core';

/** Several texts, one a line: what is typed stays as it is until it is saved. */
export function LineList({
  label,
  description,
  value,
  onChange,
}: {
  label: string;
  description: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <Textarea
      label={label}
      description={`${description}, one a line`}
      value={value}
      autosize
      minRows={1}
      maxRows={12}
      maxLength={100_000}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}
