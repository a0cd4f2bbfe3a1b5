import { describe, expect, it } from 'vitest';
import { chooseRoles } from '../../../src/tickets/columns/choose-roles.ts';

const named = (...columns: string[]) => ({ columns, header: columns });
const guess = (columns: string[], sample: string[][] = []) =>
  chooseRoles('tickets.csv', { columns, header: columns }, {}, sample).roles;

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
      named('A', 'b', 'text'),
      { text: 'a', id: 'B', context: ['TEXT'] },
      [],
    );
    expect(asked).toEqual({ roles: { id: 'b', text: 'A', context: ['text'] }, notes: [] });
    expect(chooseRoles('t.csv', named('n', 'text', 'title'), {}, []).notes).toEqual([
      'text column: text',
      'no id column: rows are numbered',
      'context: title',
    ]);
    expect(chooseRoles('t.csv', named('text', 'title'), { context: [] }, []).roles.context).toEqual(
      [],
    );
  });

  it('names the nearest column for one that is not there', () => {
    const choose = (text: string) => () =>
      chooseRoles('tickets.csv', named('id', 'problem', 'feedback'), { text }, []);
    expect(choose('feedbak')).toThrow(
      'there is no column "feedbak" in tickets.csv; did you mean "feedback"? columns: id, problem, feedback',
    );
    expect(choose('zzzzzzzzzzzz')).toThrow(
      'there is no column "zzzzzzzzzzzz" in tickets.csv; columns: id, problem, feedback',
    );
  });

  it('joins several columns, all of one name, and paths into JSON', () => {
    const table = {
      header: ['Key', 'Body', 'Comment', 'Comment', 'source', 'a,b'],
      columns: ['Key', 'Body', 'Comment', 'Comment_2', 'source', 'a,b'],
    };
    const roles = (text: string) => chooseRoles('t.csv', table, { text }, []).roles;
    expect(roles('key,BODY')).toMatchObject({ text: 'Key, Body', texts: ['Key', 'Body'] });
    expect(roles('comment')).toMatchObject({ text: 'Comment', texts: ['Comment', 'Comment_2'] });
    expect(roles('Comment_2')).toMatchObject({ text: 'Comment_2' });
    expect(roles('source.body, a,b')).toMatchObject({ texts: ['source.body', 'a,b'] });
    expect(roles('Comment, Body').text).toBe('Comment, Body');
    expect(() => roles('Body,Coment')).toThrow('did you mean "Comment"?');
  });

  it('passes over a column by its name where another is clearly wordier and more filled', () => {
    const long = 'the seat was broken and nobody came to help';
    const rows = [
      ['ok', long],
      ['', long],
      ['', long],
    ];
    expect(guess(['comment', 'said'], rows).text).toBe('said');
    expect(guess(['comment', 'agent_reply'], rows).text).toBe('comment');
  });
});
