import { describe, expect, it } from 'vitest';
import { chooseRoles } from '../../src/tickets/choose-roles.ts';

const guess = (columns: string[], sample: string[][] = []) =>
  chooseRoles('tickets.csv', columns, {}, sample).roles;

describe('chooseRoles', () => {
  it('knows columns by their names, in any case', () => {
    expect(guess(['Ticket_ID', 'Subject', 'Feedback', 'Resolution', 'category'])).toEqual({
      id: 'Ticket_ID',
      text: 'Feedback',
      context: ['Subject', 'Resolution'],
    });
    expect(guess(['Case ID', 'Customer Comment', 'created'])).toMatchObject({
      text: 'Customer Comment',
    });
    expect(guess(['id', 'problem'])).toEqual({ id: 'id', text: 'problem', context: [] });
  });

  it('takes the longest column where no name says more', () => {
    const sample = [
      ['Bern', 'the tram was late again', '3'],
      ['Basel', 'nobody answered', '4'],
    ];
    expect(guess(['place', 'words', 'stars'], sample)).toEqual({
      id: undefined,
      text: 'words',
      context: [],
    });
  });

  it('passes over a text column that is empty', () => {
    expect(guess(['text', 'said'], [['', 'my bag is gone']]).text).toBe('said');
  });

  it('takes a column that ends in id only where it tells the rows apart', () => {
    expect(
      guess(
        ['airline_id', 'text'],
        [
          ['7', 'a'],
          ['7', 'b'],
        ],
      ).id,
    ).toBeUndefined();
    expect(
      guess(
        ['tweetId', 'text'],
        [
          ['7', 'a'],
          ['8', 'b'],
        ],
      ).id,
    ).toBe('tweetId');
    expect(
      guess(
        ['paid', 'text'],
        [
          ['7', 'a'],
          ['8', 'b'],
        ],
      ).id,
    ).toBeUndefined();
  });

  it('obeys what was asked for and says only what it guessed', () => {
    const asked = chooseRoles(
      't.csv',
      ['A', 'b', 'text'],
      { text: 'a', id: 'B', context: ['TEXT'] },
      [],
    );
    expect(asked).toEqual({ roles: { id: 'b', text: 'A', context: ['text'] }, notes: [] });
    expect(chooseRoles('t.csv', ['n', 'text', 'title'], {}, []).notes).toEqual([
      'text column: text',
      'no id column: rows are numbered',
      'context: title',
    ]);
    expect(chooseRoles('t.csv', ['text', 'title'], { context: [] }, []).roles.context).toEqual([]);
  });

  it('names the nearest column for one that is not there', () => {
    const choose = (text: string) => () =>
      chooseRoles('tickets.csv', ['id', 'problem', 'feedback'], { text }, []);
    expect(choose('feedbak')).toThrow(
      'there is no column "feedbak" in tickets.csv; did you mean "feedback"? columns: id, problem, feedback',
    );
    expect(choose('zzzzzzzzzzzz')).toThrow(
      'there is no column "zzzzzzzzzzzz" in tickets.csv; columns: id, problem, feedback',
    );
  });
});
