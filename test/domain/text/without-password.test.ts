import { describe, expect, it } from 'vitest';
import { withoutPassword } from '../../../src/domain/text/without-password.ts';

describe('a text without passwords', () => {
  it.each([
    ['postgres://me:secret@host:5432/name', 'postgres://me@host:5432/name'],
    [
      'postgresql://me:se%40cret@host/name?sslmode=require',
      'postgresql://me@host/name?sslmode=require',
    ],
    ['postgres://me:raw/se:cr#e?t@x@host/name', 'postgres://me@host/name'],
    ['postgres://:secret@host/name', 'postgres://@host/name'],
    ['postgres://host/name?user=me&password=secret', 'postgres://host/name?user=me'],
    ['postgres:///name?password=secret&host=/tmp', 'postgres:///name?host=/tmp'],
    ['--ledger=postgres://me:secret@host/name --json', '--ledger=postgres://me@host/name --json'],
    ['postgres://me@host/name', 'postgres://me@host/name'],
    ['.tribunal/ledger.db', '.tribunal/ledger.db'],
    ['mail me: you@host', 'mail me: you@host'],
  ])('of %s is %s', (text, expected) => {
    expect(withoutPassword(text)).toBe(expected);
  });
});
